#include "datasets/recording_text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "core/signal.h"
#include "datasets/table.h"

/* Looked at to tell a text of samples from others. */
#define HEAD_BYTES 65536

#define CELLS_MAX 2

static phw_status bad_line(const phw_table *t, const char *what)
{
    return phw_fail(PHW_EINPUT,
                    "%s, line %zu: %s; expected a number a line, or I and Q", t->name,
                    t->line, what);
}

/* The numbers of a line, one or two. */
static phw_status read_line(double value[CELLS_MAX], size_t *n, const phw_table *t,
                            phw_slice line)
{
    phw_cells cells = phw_cells_of(t, line);
    phw_slice cell;
    *n = 0;
    while (phw_cells_next(&cells, &cell)) {
        if (*n == CELLS_MAX)
            return bad_line(t, "more than two numbers");
        if (!phw_table_number(t, &value[*n], cell))
            return bad_line(t, "not a number");
        if (!(fabs(value[*n]) <= (double)FLT_MAX))
            return bad_line(t, "a value that is not finite");
        ++*n;
    }
    return *n > 0 ? PHW_OK : bad_line(t, "no number");
}

static void put_f32(uint8_t *out, double value)
{
    const float x = (float)value;
    uint32_t word = 0;
    memcpy(&word, &x, sizeof word);
    for (int i = 0; i < 4; ++i)
        out[i] = (uint8_t)(word >> (8 * i));
}

/* All lines into out->bytes, which has room for them. */
static phw_status read_lines(phw_text_samples *out, phw_table *t)
{
    phw_slice line;
    size_t n_columns = 0;
    while (phw_table_next(t, &line)) {
        double value[CELLS_MAX];
        size_t n = 0;
        PHW_TRY(read_line(value, &n, t, line));
        if (n_columns != 0 && n != n_columns)
            return bad_line(t, n == 1 ? "one number where two were before"
                                      : "two numbers where one was before");
        n_columns = n;
        for (size_t i = 0; i < n; ++i, out->n_bytes += 4)
            put_f32(out->bytes + out->n_bytes, value[i]);
    }
    out->is_complex = n_columns == 2;
    return n_columns > 0 ? PHW_OK
                         : phw_fail(PHW_EINPUT, "%s: holds no samples", t->name);
}

phw_status phw_text_samples_parse(phw_text_samples *out, const char *text, size_t size,
                                  const char *name)
{
    phw_text_samples samples = {0};
    phw_table t;
    /* A number takes two bytes of text at least, the last one may take one. */
    PHW_TRY(phw_table_start(&t, text, size, name, 0));
    phw_status s =
        phw_array_alloc(&samples.bytes, size / 2 + 1, (size_t)4 * sizeof(uint8_t));
    if (!s)
        s = read_lines(&samples, &t);
    phw_table_end(&t);
    if (s) {
        phw_text_samples_free(&samples);
        return s;
    }
    *out = samples;
    return PHW_OK;
}

void phw_text_samples_free(phw_text_samples *s)
{
    free(s->bytes);
    *s = (phw_text_samples){0};
}

static bool has_suffix(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && (strcasecmp(path + n - 4, ".txt") == 0 ||
                     strcasecmp(path + n - 4, ".csv") == 0);
}

/* Whether the whole lines among the first `size` bytes are numbers, without names. */
static bool holds_numbers(const char *text, size_t size, bool whole)
{
    while (!whole && size > 0 && text[size - 1] != '\n')
        --size;
    phw_table t;
    if (size == 0 || phw_table_start(&t, text, size, "", 0) != PHW_OK)
        return false;
    bool numbers = phw_slice_is_empty(t.header);
    phw_slice line;
    while (numbers && phw_table_next(&t, &line)) {
        double value[CELLS_MAX];
        size_t n = 0;
        numbers = read_line(value, &n, &t, line) == PHW_OK;
    }
    phw_table_end(&t);
    return numbers;
}

static bool matches(const char *path)
{
    FILE *stream = has_suffix(path) ? phw_file_open(path) : NULL;
    char *head = stream != NULL ? malloc(HEAD_BYTES + 1) : NULL;
    bool numbers = false;
    if (head != NULL) {
        const size_t n = fread(head, 1, HEAD_BYTES, stream);
        head[n] = '\0';
        numbers = holds_numbers(head, n, n < HEAD_BYTES);
    }
    free(head);
    if (stream != NULL)
        (void)fclose(stream);
    return numbers;
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    (void)options;
    uint8_t *text = NULL;
    size_t size = 0;
    phw_text_samples samples = {0};
    PHW_TRY(phw_file_read(&text, &size, path, PHW_TEXT_BYTES_MAX));
    const phw_status s =
        phw_text_samples_parse(&samples, (const char *)text, size, path);
    free(text);
    PHW_TRY(s);
    meta->held = samples.bytes;
    meta->data_bytes = samples.n_bytes;
    meta->type = (phw_sample_type){.component = PHW_COMPONENT_F32,
                                   .is_complex = samples.is_complex};
    meta->n_channels = 1;
    meta->data_path = strdup(path);
    return meta->data_path != NULL ? PHW_OK
                                   : phw_fail(PHW_ENOMEM, "%s: no memory", path);
}

const phw_recording_format phw_recording_text = {
    .name = "text",
    .summary = "a number a line, or I and Q: .txt and .csv; needs --rate",
    .matches = matches,
    .describe = describe,
};

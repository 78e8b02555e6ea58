#include "tools/puf_dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/file.h"

/* Most read-outs that --index may name. */
#define INDICES_MAX 1024

phw_status phw_puf_readouts(phw_readouts *out, const char *path,
                            const phw_arguments *arguments)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, PHW_PUF_DUMP_MAX));
    const size_t readout = phw_argument_given(arguments, "readout-bytes")
                               ? (size_t)phw_argument_count(arguments, "readout-bytes")
                               : size;
    phw_status s = PHW_OK;
    if (size == 0)
        s = phw_fail(PHW_EINPUT, "%s: empty; expected read-outs of a chip's memory",
                     path);
    else if (readout > PHW_READOUT_SIZE_MAX)
        s = phw_fail(PHW_EINPUT,
                     "%s: a read-out of %zu bytes, at most %zu; give "
                     "--readout-bytes",
                     path, readout, PHW_READOUT_SIZE_MAX);
    else if (phw_readouts_parse(out, bytes, size, readout) != PHW_OK)
        s = phw_fail_within(PHW_EINPUT, "%s", path);
    sodium_memzero(bytes, size);
    free(bytes);
    return s;
}

/* "3" or "0-8" at *text, which moves past it. */
static phw_status read_range(size_t index[INDICES_MAX], size_t *n, const char **text)
{
    static const phw_param spec = {
        .name = "--index", .unit = "", .max = 1e9, .whole = true};
    char member[64];
    double from = 0;
    double to = 0;
    const size_t length = strcspn(*text, ",");
    if (length >= sizeof member)
        return phw_fail(PHW_EARG, "--index: expected numbers and ranges: 0,2,4-8");
    (void)snprintf(member, sizeof member, "%.*s", (int)length, *text);
    *text += length;
    char *dash = strchr(member, '-');
    if (dash != NULL)
        *dash = '\0';
    PHW_TRY(phw_param_read(&from, &spec, member));
    to = from;
    if (dash != NULL)
        PHW_TRY(phw_param_read(&to, &spec, dash + 1));
    if (to < from || to - from >= (double)(INDICES_MAX - *n))
        return phw_fail(PHW_EARG,
                        "--index: from %.0f to %.0f; expected a rising range, "
                        "and %d read-outs at most",
                        from, to, INDICES_MAX);
    for (size_t i = (size_t)from; i <= (size_t)to; ++i)
        index[(*n)++] = i;
    return PHW_OK;
}

static phw_status read_indices(size_t index[INDICES_MAX], size_t *n, const char *text)
{
    PHW_TRY(read_range(index, n, &text));
    while (*text == ',') {
        ++text;
        PHW_TRY(read_range(index, n, &text));
    }
    return PHW_OK;
}

phw_status phw_puf_dump_read(phw_puf_dump *out, const char *path,
                             const phw_arguments *arguments)
{
    size_t index[INDICES_MAX];
    phw_puf_dump d = {.n_indices = 0};
    PHW_TRY(read_indices(index, &d.n_indices, phw_argument_text(arguments, "index")));
    PHW_TRY(phw_puf_readouts(&d.readouts, path, arguments));
    phw_status s = phw_readouts_majority(&d.cells, &d.readouts, index, d.n_indices);
    if (s == PHW_EARG)
        s = phw_fail_within(s, "--index: %s", path);
    if (s)
        phw_puf_dump_free(&d);
    else
        *out = d;
    return s;
}

void phw_puf_dump_free(phw_puf_dump *d)
{
    phw_bits_free(&d->cells);
    phw_readouts_free(&d->readouts);
}

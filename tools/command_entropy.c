#include "tools/command_entropy.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/file.h"
#include "core/signal.h"
#include "kgen/sp80090b.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/workers.h"

/* Of a file: some ten minutes' work. */
#define SIZE_MOST ((size_t)1 << 28)

/* The samples of a file. */
typedef struct samples {
    uint8_t *sample;
    size_t n;
    unsigned width; /* bits of each */
} samples;

static void free_samples(samples *s)
{
    if (s->sample != NULL)
        sodium_memzero(s->sample, s->n);
    free(s->sample);
}

/* Eight samples of a bit a byte, highest first. */
static phw_status unpack(samples *inout)
{
    uint8_t *bit = NULL;
    PHW_TRY(phw_array_alloc(&bit, 8 * inout->n, sizeof *bit));
    for (size_t i = 0; i < 8 * inout->n; ++i)
        bit[i] = (inout->sample[i / 8] >> (7 - i % 8)) & 1U;
    const size_t n = 8 * inout->n;
    free_samples(inout);
    *inout = (samples){bit, n, 1};
    return PHW_OK;
}

/* Bits of the largest sample, at least 1. */
static unsigned needed(const samples *s)
{
    unsigned all = 0;
    for (size_t i = 0; i < s->n; ++i)
        all |= s->sample[i];
    unsigned width = 1;
    while (all >> width != 0)
        ++width;
    return width;
}

static phw_status read_samples(samples *out, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    const unsigned asked = (unsigned)phw_argument_count(arguments, "bits-per-symbol");
    const bool packed = phw_argument_given(arguments, "packed");
    samples s = {0};
    if (packed && asked > 1)
        return phw_fail(PHW_EARG, "--packed: its samples have one bit; expected no "
                                  "--bits-per-symbol with it");
    PHW_TRY(phw_file_read(&s.sample, &s.n, path, SIZE_MOST));
    phw_status status =
        s.n > 0 ? PHW_OK : phw_fail(PHW_ESHORT, "%s: has no samples", path);
    if (!status && packed)
        status = unpack(&s);
    s.width = !status ? needed(&s) : 0;
    if (!status && asked > 0 && s.width > asked)
        status = phw_fail(PHW_EINPUT,
                          "%s: has samples of %u bits; expected a byte each of %u at "
                          "most (--bits-per-symbol), or --packed",
                          path, s.width, asked);
    if (!status && asked > 0)
        s.width = asked;
    if (status)
        free_samples(&s);
    else
        *out = s;
    return status;
}

static phw_status run_one(void *context, size_t item, size_t worker)
{
    (void)worker;
    return phw_sp80090b_run(context, item);
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *rows_json(const phw_sp80090b *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < PHW_SP80090B_N; ++i) {
        char section[16];
        (void)snprintf(section, sizeof section, "6.3.%zu", i + 1);
        json_t *row = json_object();
        (void)json_object_set_new(row, "estimator",
                                  json_string(s->row[i].estimator->name));
        (void)json_object_set_new(row, "section", json_string(section));
        (void)json_object_set_new(row, "bits_per_symbol", real(s->row[i].symbol));
        (void)json_object_set_new(
            row, "bits_per_bit",
            real(s->n_symbols > 2 ? s->row[i].bit : s->row[i].symbol));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void fill(phw_result *r, const phw_sp80090b *s, const char *path)
{
    const double least = phw_sp80090b_min_entropy(s);
    char note[256];
    phw_result_text(r, "file", "file", path);
    phw_result_count(r, "samples", "samples", "", s->n);
    phw_result_count(r, "values", "values that occur", "", s->n_symbols);
    phw_result_count(r, "width_bits", "bits of a sample", "", s->width);
    phw_result_number(r, "min_entropy_per_symbol", "min-entropy of a sample, the least",
                      "bit", least);
    phw_result_number(r, "min_entropy_per_bit", "of a bit", "bit", least / s->width);
    phw_result_number(r, "min_entropy_bits", "of the file", "bit",
                      least * (double)s->n);
    (void)snprintf(note, sizeof note,
                   "%zu samples are fewer than the %d that SP 800-90B asks for: its "
                   "estimates are then low",
                   s->n, PHW_SP80090B_SAMPLES);
    phw_result_text(r, "note", "note", s->n < PHW_SP80090B_SAMPLES ? note : NULL);
    phw_result_json(r, "rows", "estimators", rows_json(s));
}

static phw_status tell(const phw_sp80090b *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s, phw_argument_positional(arguments, 0));
    const phw_status status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    samples s = {0};
    phw_sp80090b suite = {0};
    phw_progress bar;
    PHW_TRY(read_samples(&s, arguments));
    phw_status status = phw_sp80090b_prepare(&suite, s.sample, s.n, s.width);
    free_samples(&s);
    phw_progress_start(&bar, "estimators", PHW_SP80090B_N, arguments);
    if (!status)
        status = phw_workers_run((size_t)phw_argument_count(arguments, "threads"),
                                 PHW_SP80090B_N, run_one, &suite, &bar);
    phw_progress_end(&bar);
    if (!status)
        status = tell(&suite, arguments);
    phw_sp80090b_free(&suite);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "bits-per-symbol",
               .unit = "",
               .summary = "bits of a sample; 0 for what the largest needs",
               .max = 8,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "packed",
               .summary = "a byte is eight samples of a bit, the highest first"}},
    PHW_OPTION_THREADS,
};

const phw_command phw_command_entropy = {
    .name = "entropy",
    .summary = "min-entropy of a file of samples by all of SP 800-90B",
    .detail =
        "FILE has a sample a byte. The ten estimators for sources that are not known\n"
        "to be independent run on the samples (those for bits alone only when there\n"
        "are two values) and, of more values, on their bits one after the other. The\n"
        "least counts. An estimator that does not apply (too few samples) says\n"
        "nothing.\n\n"
        "For raw samples: what was hashed, a key for instance, passes whatever it was\n"
        "made of. keygen --entropy sp80090b runs them on an agreement's raw bits,\n"
        "each component along its own time.",
    .example =
        "phyward entropy datasets/recordings/sram-puf/M42-20240207-093824.bin \\\n"
        "      --packed --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"FILE", "samples, a byte each", false}},
    .run = run,
};

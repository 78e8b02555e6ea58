#include "kgen/feature_crossings.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_statistics_double.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/feature_power.h"

enum {
    BLOCK,
    LEVEL
};

static const phw_param params_table[] = {
    [BLOCK] = {.name = "block",
               .unit = "",
               .summary = "probes that give one instant: about as many as there are "
                          "between two crossings",
               .min = 2,
               .max = 65536,
               .preset = 16,
               .whole = true},
    [LEVEL] = {.name = "level",
               .unit = "dB",
               .summary = "the level, from the end's own median",
               .min = -100,
               .max = 100,
               .preset = 0},
};

/* The mean power of a probe over its components, dB. */
static void mean_series(double *out, const phw_features *x)
{
    for (size_t c = 0; c < x->n_components; ++c) {
        for (size_t r = 0; r < x->n_rows; ++r)
            out[r] += phw_features_series(x, c)[r] / (double)x->n_components;
    }
}

static phw_status median(double *out, const double *x, size_t n)
{
    double *copy = NULL;
    PHW_TRY(phw_array_alloc(&copy, n, sizeof *copy));
    memcpy(copy, x, n * sizeof *copy);
    *out = gsl_stats_median(copy, 1, n);
    sodium_memzero(copy, n * sizeof *copy);
    free(copy);
    return PHW_OK;
}

/* floor(sequence / block). */
static int64_t block_of(int64_t sequence, int64_t block)
{
    const int64_t q = sequence / block;
    return sequence % block < 0 ? q - 1 : q;
}

/* Where x less the level first changes sign in rows [from, to), in numbers from the
 * block's first, `start`; `block` where it does not. */
static double first_crossing(const double *x, const int64_t *sequence, size_t from,
                             size_t to, int64_t start, double block)
{
    for (size_t r = from; r + 1 < to; ++r) {
        if ((x[r] < 0) == (x[r + 1] < 0))
            continue;
        const double share = x[r] / (x[r] - x[r + 1]);
        return (double)(sequence[r] - start) +
               share * (double)(sequence[r + 1] - sequence[r]);
    }
    return block;
}

/* A row for each block of two probes or more; returns how many. `out` NULL counts. */
static size_t walk(phw_features *out, const phw_features *x, const double *power,
                   int64_t block)
{
    size_t n = 0;
    size_t to = 0;
    for (size_t from = 0; from < x->n_rows; from = to) {
        const int64_t at = block_of(x->sequence[from], block);
        for (to = from + 1; to < x->n_rows && block_of(x->sequence[to], block) == at;)
            ++to;
        if (to - from < 2)
            continue;
        if (out != NULL) {
            out->value[n] =
                first_crossing(power, x->sequence, from, to, at * block, (double)block);
            out->sequence[n] = at * block;
            out->time_s[n] = x->time_s[from];
        }
        ++n;
    }
    return n;
}

static phw_status make(phw_features *out, const phw_features *x, double *power,
                       const phw_params *params)
{
    const int64_t block = (int64_t)params->value[BLOCK];
    double level = 0;
    mean_series(power, x);
    PHW_TRY(median(&level, power, x->n_rows));
    for (size_t r = 0; r < x->n_rows; ++r)
        power[r] -= level + params->value[LEVEL];
    const size_t n = walk(NULL, x, power, block);
    if (n == 0)
        return phw_fail(PHW_ESHORT,
                        "feature crossings: no block of %lld probes has two",
                        (long long)block);
    phw_features y = {0};
    PHW_TRY(phw_features_alloc(&y, n, 1));
    (void)walk(&y, x, power, block);
    y.has_time = x->has_time;
    *out = y;
    return PHW_OK;
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    phw_features x = {0};
    double *power = NULL;
    const phw_params none = {{0}};
    PHW_TRY(phw_feature_power.extract(&x, trace, &none));
    const size_t n = x.n_rows;
    phw_status s = phw_array_alloc(&power, n, sizeof *power);
    if (!s)
        s = make(out, &x, power, params);
    if (power != NULL)
        sodium_memzero(power, n * sizeof *power);
    free(power);
    phw_features_free(&x);
    return s;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    (void)params;
    const bool copied = trace->kind == PHW_TRACE_POWER_DB && trace->n_coefficients > 1;
    return copied ? PHW_FEATURE_ALL : PHW_FEATURE_LEVEL;
}

const phw_feature phw_feature_crossings = {
    .name = "crossings",
    .summary = "when the received power first crosses its median in each block of "
               "probes, at most the block's length",
    .reference = "Ye et al., IEEE Trans. Inf. Forensics Secur. 5(2), 2010 (level "
                 "crossings)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};

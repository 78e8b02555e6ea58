#include "kgen/filter_difference.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "core/signal.h"

/* No step is taken for more. */
#define STEP_MAX 9007199254740992.0

enum {
    LAG,
    STRIDE
};

static const phw_param params_table[] = {
    [LAG] = {.name = "lag",
             .unit = "",
             .summary = "probes between the two",
             .min = 1,
             .max = 65536,
             .preset = 1,
             .whole = true},
    [STRIDE] = {.name = "stride",
                .unit = "",
                .summary = "of how many probes one starts a pair: 2 lags for pairs "
                           "that share none",
                .min = 1,
                .max = 131072,
                .preset = 1,
                .whole = true},
};

/* The upper median of the steps from number to number; they are whole and, as double,
 * exact. */
static phw_status median_step(int64_t *out, const phw_features *x)
{
    double *gap = NULL;
    if (x->n_rows < 2)
        return phw_fail(PHW_ESHORT, "difference: %zu rows, at least 2 are needed",
                        x->n_rows);
    const size_t n = x->n_rows - 1;
    PHW_TRY(phw_array_alloc(&gap, n, sizeof *gap));
    for (size_t r = 0; r < n; ++r)
        gap[r] = fmin((double)(x->sequence[r + 1] - x->sequence[r]), STEP_MAX);
    *out = (int64_t)gsl_stats_select(gap, 1, n, n / 2);
    free(gap);
    return PHW_OK;
}

/* The pairs: rows first[n] and second[n]. */
static size_t list_pairs(size_t *first, size_t *second, const phw_features *x,
                         int64_t lag, int64_t stride)
{
    size_t n = 0;
    size_t at = 0;
    for (size_t r = 0; r < x->n_rows; ++r) {
        if (x->sequence[r] % stride != 0 || x->sequence[r] > INT64_MAX - lag)
            continue;
        const int64_t wanted = x->sequence[r] + lag;
        while (at + 1 < x->n_rows && x->sequence[at] < wanted)
            ++at;
        if (x->sequence[at] != wanted)
            continue;
        first[n] = r;
        second[n++] = at;
    }
    return n;
}

static phw_status subtract(phw_features *inout, const size_t *first,
                           const size_t *second, size_t n)
{
    phw_features from = {0};
    phw_features to = {0};
    if (n == 0)
        return phw_fail(PHW_ESHORT, "difference: no two probes are a lag apart");
    PHW_TRY(phw_features_select(&from, inout, first, n));
    const phw_status s = phw_features_select(&to, inout, second, n);
    if (s) {
        phw_features_free(&from);
        return s;
    }
    for (size_t i = 0; i < n * from.n_components; ++i)
        from.value[i] = to.value[i] - from.value[i];
    phw_features_free(&to);
    phw_features_free(inout);
    *inout = from;
    return PHW_OK;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    int64_t step = 0;
    int64_t lag = 0;
    int64_t stride = 0;
    size_t *row = NULL;
    PHW_TRY(median_step(&step, inout));
    if (__builtin_mul_overflow(step, (int64_t)params->value[LAG], &lag) ||
        __builtin_mul_overflow(step, (int64_t)params->value[STRIDE], &stride))
        return phw_fail(PHW_ESHORT, "difference: no two probes are a lag apart");
    PHW_TRY(phw_array_alloc(&row, 2 * inout->n_rows, sizeof *row));
    size_t *second = row + inout->n_rows;
    const size_t n = list_pairs(row, second, inout, lag, stride);
    const phw_status s = subtract(inout, row, second, n);
    free(row);
    return s;
}

const phw_filter phw_filter_difference = {
    .name = "difference",
    .summary = "each value less the one some probes before: trends drop out, noise "
               "doubles",
    .reference = "Zhang et al., IEEE Access 6, 2018 (differential values of LoRa)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};

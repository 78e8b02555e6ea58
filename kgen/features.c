#include "kgen/features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

static phw_status alloc_columns(phw_features *x)
{
    size_t n_values = 0;
    if (__builtin_mul_overflow(x->n_rows, x->n_components, &n_values))
        return phw_fail(PHW_ENOMEM, "features: %zu rows of %zu components are too many",
                        x->n_rows, x->n_components);
    PHW_TRY(phw_array_alloc(&x->sequence, x->n_rows, sizeof *x->sequence));
    PHW_TRY(phw_array_alloc(&x->time_s, x->n_rows, sizeof *x->time_s));
    return phw_array_alloc(&x->value, n_values, sizeof *x->value);
}

phw_status phw_features_alloc(phw_features *out, size_t n_rows, size_t n_components)
{
    if (n_rows == 0 || n_components == 0)
        return phw_fail(PHW_EARG,
                        "features: %zu rows of %zu components: both must be at least 1",
                        n_rows, n_components);
    phw_features x = {.n_rows = n_rows, .n_components = n_components};
    const phw_status s = alloc_columns(&x);
    if (s) {
        phw_features_free(&x);
        return s;
    }
    for (size_t r = 0; r < n_rows; ++r) {
        x.sequence[r] = (int64_t)r;
        x.time_s[r] = (double)r;
    }
    *out = x;
    return PHW_OK;
}

phw_status phw_features_from_trace(phw_features *out, const phw_trace *trace,
                                   size_t n_components)
{
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, trace->n_probes, n_components));
    memcpy(x.sequence, trace->sequence, x.n_rows * sizeof *x.sequence);
    memcpy(x.time_s, trace->time_s, x.n_rows * sizeof *x.time_s);
    x.has_time = trace->has_time;
    *out = x;
    return PHW_OK;
}

void phw_features_free(phw_features *x)
{
    if (x->value != NULL)
        sodium_memzero(x->value, x->n_rows * x->n_components * sizeof *x->value);
    free(x->value);
    free(x->sequence);
    free(x->time_s);
    *x = (phw_features){0};
}

phw_status phw_features_select(phw_features *out, const phw_features *in,
                               const size_t *row, size_t n)
{
    for (size_t r = 0; r < n; ++r) {
        if (row[r] >= in->n_rows)
            return phw_fail(PHW_EARG, "features: row %zu of %zu is not there", row[r],
                            in->n_rows);
    }
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, n, in->n_components));
    x.has_time = in->has_time;
    for (size_t r = 0; r < n; ++r) {
        x.sequence[r] = in->sequence[row[r]];
        x.time_s[r] = in->time_s[row[r]];
    }
    for (size_t c = 0; c < x.n_components; ++c) {
        const double *from = phw_features_series(in, c);
        double *to = phw_features_series(&x, c);
        for (size_t r = 0; r < n; ++r)
            to[r] = from[row[r]];
    }
    *out = x;
    return PHW_OK;
}

phw_status phw_features_drop(phw_features *inout, size_t n)
{
    size_t *row = NULL;
    phw_features left = {0};
    if (n >= inout->n_rows)
        return phw_fail(PHW_ESHORT, "features: %zu rows, and the first %zu are dropped",
                        inout->n_rows, n);
    PHW_TRY(phw_array_alloc(&row, inout->n_rows - n, sizeof *row));
    for (size_t r = 0; r < inout->n_rows - n; ++r)
        row[r] = r + n;
    const phw_status s = phw_features_select(&left, inout, row, inout->n_rows - n);
    free(row);
    if (s)
        return s;
    phw_features_free(inout);
    *inout = left;
    return PHW_OK;
}

/* Subtracts from x[n] the mean over up to half rows on either side; sum[n + 1] is
 * scratch. Sums are of deviations from the first value, so that a large offset costs no
 * digits. */
static void detrend(double *x, double *sum, size_t n, size_t half)
{
    const double offset = x[0];
    sum[0] = 0;
    for (size_t r = 0; r < n; ++r)
        sum[r + 1] = sum[r] + (x[r] - offset);
    for (size_t r = 0; r < n; ++r) {
        const size_t from = r > half ? r - half : 0;
        const size_t to = n - r > half ? r + half + 1 : n;
        x[r] = x[r] - offset - (sum[to] - sum[from]) / (double)(to - from);
    }
}

phw_status phw_features_detrend(phw_features *inout, size_t window)
{
    if (window == 0)
        return PHW_OK;
    if (window % 2 == 0)
        return phw_fail(PHW_EARG, "detrend: window %zu is not odd", window);
    if (window > inout->n_rows)
        return phw_fail(PHW_ESHORT, "detrend: window %zu, but there are %zu rows",
                        window, inout->n_rows);
    double *sum = NULL;
    PHW_TRY(phw_array_alloc(&sum, inout->n_rows + 1, sizeof *sum));
    for (size_t c = 0; c < inout->n_components; ++c)
        detrend(phw_features_series(inout, c), sum, inout->n_rows, window / 2);
    sodium_memzero(sum, (inout->n_rows + 1) * sizeof *sum);
    free(sum);
    return PHW_OK;
}

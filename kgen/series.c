#include "kgen/series.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/signal.h"

phw_status phw_series_check(const double *x, size_t n)
{
    bool constant = true;
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(x[i]))
            return phw_fail(PHW_EINPUT, "value %zu is not finite", i);
        constant = constant && x[i] == x[0];
    }
    if (n < 2)
        return phw_fail(PHW_ESHORT, "%zu values, at least 2 are needed", n);
    if (constant)
        return phw_fail(PHW_ESHORT,
                        "all %zu values are %g: a constant series has no "
                        "randomness",
                        n, x[0]);
    return PHW_OK;
}

void phw_series_moments(double *mean, double *variance, const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += x[i] - x[0];
    const double m = x[0] + sum / (double)n;
    double square = 0;
    for (size_t i = 0; i < n; ++i)
        square += (x[i] - m) * (x[i] - m);
    *mean = m;
    *variance = square / (double)n;
}

void phw_series_normalise(double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const double norm = sqrt(variance * (double)n);
    for (size_t i = 0; i < n; ++i)
        x[i] = norm > 0 ? (x[i] - mean) / norm : 0;
}

double phw_series_dot(const double *a, const double *b, size_t n)
{
    /* Four sums side by side: one is as slow as an addition takes to end. */
    double sum[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        for (unsigned lane = 0; lane < 4; ++lane)
            sum[lane] += a[i + lane] * b[i + lane];
    }
    for (; i < n; ++i)
        sum[0] += a[i] * b[i];
    return sum[0] + sum[1] + (sum[2] + sum[3]);
}

typedef struct entry {
    double value;
    size_t index;
} entry;

static int compare(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

phw_status phw_series_positions(size_t *position, const double *x, size_t n,
                                bool split_ties)
{
    entry *sorted = NULL;
    PHW_TRY(phw_array_alloc(&sorted, n, sizeof *sorted));
    for (size_t i = 0; i < n; ++i) {
        assert(isfinite(x[i]));
        sorted[i] = (entry){x[i], i};
    }
    qsort(sorted, n, sizeof *sorted, compare);
    size_t to = 0;
    for (size_t from = 0; from < n; from = to) {
        to = from + 1;
        while (!split_ties && to < n && sorted[to].value == sorted[from].value)
            ++to;
        for (size_t i = from; i < to; ++i)
            position[sorted[i].index] = from + to;
    }
    sodium_memzero(sorted, n * sizeof *sorted);
    free(sorted);
    return PHW_OK;
}

phw_status phw_series_normal_scores(double *out, const double *x, size_t n)
{
    size_t *position = NULL;
    PHW_TRY(phw_array_alloc(&position, n, sizeof *position));
    const phw_status s = phw_series_positions(position, x, n, false);
    for (size_t i = 0; i < n && !s; ++i)
        out[i] = gsl_cdf_ugaussian_Pinv((double)position[i] / (2 * (double)n));
    sodium_memzero(position, n * sizeof *position);
    free(position);
    return s;
}

phw_status phw_series_correlation(double *rho, const double *x, const double *y,
                                  size_t n)
{
    PHW_TRY(phw_series_check(x, n));
    PHW_TRY(phw_series_check(y, n));
    double mean_x = 0;
    double mean_y = 0;
    double variance_x = 0;
    double variance_y = 0;
    phw_series_moments(&mean_x, &variance_x, x, n);
    phw_series_moments(&mean_y, &variance_y, y, n);
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (x[i] - mean_x) * (y[i] - mean_y);
    const double r = sum / (double)n / sqrt(variance_x * variance_y);
    *rho = fmin(1, fmax(-1, r));
    return PHW_OK;
}

#include "kgen/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/series.h"

/* Two-sided 99 % quantile of the normal, as in SP 800-90B. */
#define Z99 2.5758293035489008

double phw_correlation_bound(double r_squared, size_t n, size_t p)
{
    if (n <= p + 3 || r_squared >= 1)
        return 0;
    const double z = atanh(sqrt(fmax(0, r_squared)));
    /* 1 - tanh^2 = 1 / cosh^2 loses no digits near R = 1. */
    const double c = cosh(z + Z99 / sqrt((double)(n - p - 3)));
    return 1 / (c * c);
}

/* Normal scores of the chosen components, series after series, each of unit norm. */
static phw_status unit_scores(double *out, const phw_features *x,
                              const size_t *component, size_t n)
{
    for (size_t k = 0; k < n; ++k) {
        if (component[k] >= x->n_components)
            return phw_fail(PHW_EARG, "correlation: component %zu of %zu is not there",
                            component[k], x->n_components);
        const double *series = phw_features_series(x, component[k]);
        const phw_status s = phw_series_check(series, x->n_rows);
        if (s)
            return phw_fail_within(s, "component %zu", component[k]);
        double *score = out + k * x->n_rows;
        PHW_TRY(phw_series_normal_scores(score, series, x->n_rows));
        double mean = 0;
        double variance = 0;
        phw_series_moments(&mean, &variance, score, x->n_rows);
        const double norm = sqrt(variance * (double)x->n_rows);
        for (size_t r = 0; r < x->n_rows; ++r)
            score[r] = (score[r] - mean) / norm;
    }
    return PHW_OK;
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += a[i] * b[i];
    return sum;
}

/* Row k of the Cholesky factor of the scores' correlation matrix; returns its diagonal
 * squared: what the rows before leave open. */
static double cholesky_row(double *factor, const double *score, size_t n_rows, size_t n,
                           size_t k)
{
    double left = 1;
    for (size_t j = 0; j < k; ++j) {
        const double rho = dot(score + k * n_rows, score + j * n_rows, n_rows);
        const double *row = factor + j * n;
        const double diagonal = row[j];
        double *entry = &factor[k * n + j];
        *entry = diagonal > 0 ? (rho - dot(factor + k * n, row, j)) / diagonal : 0;
        left -= *entry * *entry;
    }
    left = fmax(0, left);
    factor[k * n + k] = sqrt(left);
    return left;
}

/* Below this a Cholesky pivot is rounding. */
#define SINGULAR 1e-12

phw_status phw_correlation_open(double *share, const phw_features *x,
                                const size_t *component, size_t n)
{
    if (n > SIZE_MAX / (n > 0 ? n : 1) || (n > 0 && x->n_rows > SIZE_MAX / n))
        return phw_fail(PHW_ENOMEM, "correlation: %zu components are too many", n);
    double *score = NULL;
    double *factor = NULL;
    phw_status s = phw_array_alloc(&score, n * x->n_rows, sizeof *score);
    if (!s)
        s = phw_array_alloc(&factor, n * n, sizeof *factor);
    if (!s)
        s = unit_scores(score, x, component, n);
    for (size_t k = 0; k < n && !s; ++k) {
        const double left = cholesky_row(factor, score, x->n_rows, n, k);
        const double rows = (double)x->n_rows;
        const double adjusted =
            x->n_rows > k + 1 ? 1 - left * (rows - 1) / (rows - (double)k - 1) : 1;
        share[k] = k == 0            ? 1
                   : left < SINGULAR ? 0
                                     : phw_correlation_bound(adjusted, x->n_rows, k);
    }
    free(score);
    free(factor);
    return s;
}

#include "kgen/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/series.h"

/* Two-sided 99 % quantile of the normal, as in SP 800-90B. */
#define Z99 2.5758293035489008

/* Below this a Cholesky pivot is rounding. */
#define SINGULAR 1e-12

double phw_correlation_bound(double r_squared, size_t n, size_t p)
{
    if (n <= p + 3 || r_squared >= 1)
        return 0;
    const double z = atanh(sqrt(fmax(0, r_squared)));
    /* 1 - tanh^2 = 1 / cosh^2 loses no digits near R = 1. */
    const double c = cosh(z + Z99 / sqrt((double)(n - p - 3)));
    return 1 / (c * c);
}

/* The columns of the regression, each of mean 0 and norm 1, in the order in which they
 * become known: a component, its products with those before and itself, the next. */
typedef struct columns {
    double *value; /* column after column */
    size_t n;
    size_t n_rows;
    size_t stride;     /* between rows that are taken */
    size_t n_products; /* components whose squares and products are columns */
} columns;

static double *column(const columns *x, size_t i)
{
    return x->value + i * x->n_rows;
}

/* Four sums side by side: one is as slow as an addition takes to end. */
static double dot(const double *a, const double *b, size_t n)
{
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

/* Constant columns become 0. */
static void normalise(double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const double norm = sqrt(variance * (double)n);
    for (size_t r = 0; r < n; ++r)
        x[r] = norm > 0 ? (x[r] - mean) / norm : 0;
}

static phw_status plan(columns *x, size_t n_rows, size_t n)
{
    x->stride = n_rows / PHW_CORRELATION_ROWS_MAX + 1;
    x->n_rows = (n_rows + x->stride - 1) / x->stride;
    const size_t most = x->n_rows / 8 < PHW_CORRELATION_REGRESSORS_MAX
                            ? x->n_rows / 8
                            : PHW_CORRELATION_REGRESSORS_MAX;
    size_t q = 0;
    while (q < n && n + (q + 1) * (q + 2) / 2 <= most)
        ++q;
    x->n_products = q;
    x->n = n + q * (q + 1) / 2;
    if (x->n > 0 && x->n_rows > SIZE_MAX / x->n)
        return phw_fail(PHW_ENOMEM, "correlation: %zu components are too many", n);
    return phw_array_alloc(&x->value, x->n * x->n_rows, sizeof *x->value);
}

/* The normal scores of a component's whole series, thinned. */
static phw_status add_component(columns *x, size_t at, double *scores,
                                const phw_features *features, size_t component)
{
    if (component >= features->n_components)
        return phw_fail(PHW_EARG, "correlation: component %zu of %zu is not there",
                        component, features->n_components);
    const double *series = phw_features_series(features, component);
    const phw_status s = phw_series_check(series, features->n_rows);
    if (s)
        return phw_fail_within(s, "component %zu", component);
    PHW_TRY(phw_series_normal_scores(scores, series, features->n_rows));
    double *out = column(x, at);
    for (size_t r = 0; r < x->n_rows; ++r)
        out[r] = scores[r * x->stride];
    normalise(out, x->n_rows);
    return PHW_OK;
}

/* first[k] becomes the column of component k. */
static phw_status fill(columns *x, size_t *first, const phw_features *features,
                       const size_t *component, size_t n)
{
    double *scores = NULL;
    size_t at = 0;
    phw_status s = phw_array_alloc(&scores, features->n_rows, sizeof *scores);
    for (size_t k = 0; k < n && !s; ++k) {
        first[k] = at++;
        s = add_component(x, first[k], scores, features, component[k]);
        for (size_t j = 0; j <= k && k < x->n_products && !s; ++j) {
            const double *a = column(x, first[j]);
            const double *b = column(x, first[k]);
            double *product = column(x, at++);
            for (size_t r = 0; r < x->n_rows; ++r)
                product[r] = a[r] * b[r];
            normalise(product, x->n_rows);
        }
    }
    free(scores);
    return s;
}

/* Row k of the Cholesky factor of the columns' correlation matrix; returns its diagonal
 * squared: what the columns before leave open. */
static double cholesky_row(double *factor, const columns *x, size_t k)
{
    double left = 1;
    for (size_t j = 0; j < k; ++j) {
        const double rho = dot(column(x, k), column(x, j), x->n_rows);
        const double *row = factor + j * x->n;
        const double diagonal = row[j];
        double *entry = &factor[k * x->n + j];
        *entry = diagonal > 0 ? (rho - dot(factor + k * x->n, row, j)) / diagonal : 0;
        left -= *entry * *entry;
    }
    left = fmax(0, left);
    factor[k * x->n + k] = left < SINGULAR ? 0 : sqrt(left);
    return left;
}

static double bounded_share(double left, size_t n_rows, size_t p)
{
    if (p == 0)
        return 1;
    if (left < SINGULAR)
        return 0;
    const double rows = (double)n_rows;
    const double adjusted =
        n_rows > p + 1 ? 1 - left * (rows - 1) / (rows - (double)p - 1) : 1;
    return phw_correlation_bound(adjusted, n_rows, p);
}

static void factorise(double *share, double *factor, const columns *x,
                      const size_t *first, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < x->n; ++i) {
        const double left = cholesky_row(factor, x, i);
        if (k < n && i == first[k])
            share[k++] = bounded_share(left, x->n_rows, i);
    }
}

phw_status phw_correlation_open(double *share, const phw_features *x,
                                const size_t *component, size_t n)
{
    columns c = {0};
    double *factor = NULL;
    size_t *first = NULL;
    phw_status s = plan(&c, x->n_rows, n);
    if (!s)
        s = phw_array_alloc(&first, n, sizeof *first);
    if (!s)
        s = phw_array_alloc(&factor, c.n * c.n, sizeof *factor);
    if (!s)
        s = fill(&c, first, x, component, n);
    if (!s)
        factorise(share, factor, &c, first, n);
    free(c.value);
    free(first);
    free(factor);
    return s;
}

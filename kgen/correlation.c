#include "kgen/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/crosslag.h"
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

/* Most columns of other components at other lags, for each component. */
#define LAGS_MAX 4

/* The columns of the regression, each of mean 0 and norm 1, in the order in which they
 * become known: those before at other lags, a component, its products with those before
 * and itself, the next. */
typedef struct columns {
    double *value; /* column after column */
    size_t n;
    size_t n_rows;
    size_t n_products; /* components whose squares and products are columns */
    size_t n_lags;     /* of LAGS_MAX, those there is room for */
    size_t *first;     /* the column of each component */
    phw_crosslag *crosslag;
    phw_cf *spectrum; /* of each component */
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

/* How many columns of each sort there is room for; returns the most there can be. */
static size_t plan(columns *x, size_t n_rows, size_t n)
{
    x->n_rows = n_rows < PHW_CORRELATION_ROWS_MAX ? n_rows : PHW_CORRELATION_ROWS_MAX;
    const size_t most = x->n_rows / 8 < PHW_CORRELATION_REGRESSORS_MAX
                            ? x->n_rows / 8
                            : PHW_CORRELATION_REGRESSORS_MAX;
    const size_t spare = most > n ? most - n : 0;
    const size_t lags = n > 0 ? spare / (2 * n) : 0;
    x->n_lags = lags < LAGS_MAX ? lags : LAGS_MAX;
    const size_t linear = n * (1 + x->n_lags);
    size_t q = 0;
    while (q < n && linear + (q + 1) * (q + 2) / 2 <= most)
        ++q;
    x->n_products = q;
    return linear + q * (q + 1) / 2;
}

static phw_status alloc_columns(columns *x, size_t n_columns, size_t n)
{
    if (n_columns > 0 && x->n_rows > SIZE_MAX / n_columns)
        return phw_fail(PHW_ENOMEM, "correlation: %zu components are too many", n);
    PHW_TRY(phw_array_alloc(&x->first, n, sizeof *x->first));
    PHW_TRY(phw_array_alloc(&x->value, n_columns * x->n_rows, sizeof *x->value));
    if (x->n_lags == 0)
        return PHW_OK;
    PHW_TRY(phw_crosslag_create(&x->crosslag, x->n_rows));
    return phw_array_alloc(&x->spectrum, n * phw_crosslag_spectrum_size(x->crosslag),
                           sizeof *x->spectrum);
}

static void free_columns(columns *x)
{
    free(x->value);
    free(x->first);
    free(x->spectrum);
    phw_crosslag_destroy(x->crosslag);
}

static phw_cf *spectrum(const columns *x, size_t k)
{
    return x->spectrum + k * phw_crosslag_spectrum_size(x->crosslag);
}

/* The normal scores of a component's whole series, those of the first rows kept. */
static phw_status score_component(double *out, const columns *x, double *scores,
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
    for (size_t r = 0; r < x->n_rows; ++r)
        out[r] = scores[r];
    normalise(out, x->n_rows);
    return PHW_OK;
}

/* The LAGS_MAX components before k that tell most of it at another lag, best first. */
static size_t best_lags(phw_crosslag_peak best[LAGS_MAX], size_t from[LAGS_MAX],
                        const columns *x, size_t k)
{
    size_t n = 0;
    for (size_t j = 0; j < k; ++j) {
        const phw_crosslag_peak found =
            phw_crosslag_best(x->crosslag, spectrum(x, j), spectrum(x, k));
        if (found.z < phw_crosslag_threshold(x->n_rows))
            continue;
        size_t at = n < x->n_lags ? n++ : x->n_lags - 1;
        if (at == x->n_lags - 1 && best[at].z > found.z && n == x->n_lags)
            continue;
        for (; at > 0 && best[at - 1].z < found.z; --at) {
            best[at] = best[at - 1];
            from[at] = from[at - 1];
        }
        best[at] = found;
        from[at] = j;
    }
    return n;
}

/* Component j, `lag` rows later. */
static void add_lagged(columns *x, size_t j, ptrdiff_t lag)
{
    const double *source = column(x, x->first[j]);
    double *out = column(x, x->n++);
    const ptrdiff_t n = (ptrdiff_t)x->n_rows;
    for (ptrdiff_t r = 0; r < n; ++r)
        out[r] = r + lag >= 0 && r + lag < n ? source[r + lag] : 0;
    normalise(out, x->n_rows);
}

/* Component k's scores wait in `score` until what precedes them is there. */
static void add_component(columns *x, const double *score, size_t k)
{
    phw_crosslag_peak best[LAGS_MAX] = {{0}};
    size_t from[LAGS_MAX] = {0};
    if (x->n_lags > 0) {
        phw_crosslag_spectrum(x->crosslag, spectrum(x, k), score, x->n_rows);
        const size_t n = best_lags(best, from, x, k);
        for (size_t i = 0; i < n; ++i)
            add_lagged(x, from[i], best[i].lag);
    }
    x->first[k] = x->n++;
    for (size_t r = 0; r < x->n_rows; ++r)
        column(x, x->first[k])[r] = score[r];
    for (size_t j = 0; j <= k && k < x->n_products; ++j) {
        const double *a = column(x, x->first[j]);
        double *product = column(x, x->n++);
        for (size_t r = 0; r < x->n_rows; ++r)
            product[r] = a[r] * score[r];
        normalise(product, x->n_rows);
    }
}

static phw_status fill(columns *x, const phw_features *features,
                       const size_t *component, size_t n)
{
    double *scores = NULL;
    double *score = NULL;
    phw_status s = phw_array_alloc(&scores, features->n_rows, sizeof *scores);
    if (!s)
        s = phw_array_alloc(&score, x->n_rows, sizeof *score);
    for (size_t k = 0; k < n && !s; ++k) {
        s = score_component(score, x, scores, features, component[k]);
        if (!s)
            add_component(x, score, k);
    }
    free(scores);
    free(score);
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

static phw_status factorise(double *share, const columns *x, size_t n)
{
    double *factor = NULL;
    PHW_TRY(phw_array_alloc(&factor, x->n * x->n, sizeof *factor));
    size_t k = 0;
    for (size_t i = 0; i < x->n; ++i) {
        const double left = cholesky_row(factor, x, i);
        if (k < n && i == x->first[k])
            share[k++] = bounded_share(left, x->n_rows, i);
    }
    free(factor);
    return PHW_OK;
}

phw_status phw_correlation_open(double *share, const phw_features *x,
                                const size_t *component, size_t n)
{
    columns c = {0};
    phw_status s = alloc_columns(&c, plan(&c, x->n_rows, n), n);
    if (!s)
        s = fill(&c, x, component, n);
    if (!s)
        s = factorise(share, &c, n);
    free_columns(&c);
    return s;
}

#include "kgen/correlation.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/crosslag.h"
#include "kgen/regression.h"
#include "kgen/series.h"

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
    phw_series_normalise(out, x->n_rows);
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
    phw_series_normalise(out, x->n_rows);
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
        phw_series_normalise(product, x->n_rows);
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

/* What the columns before tell of a component, or of its distance from the median, if
 * that is more: of two parts of constant modulus either tells the other's size and
 * nothing of it on a straight line. scratch[2 n_rows]. */
static phw_status open_component(double *open, phw_regression *g, double *scratch,
                                 const double *score)
{
    double *folded = scratch + g->n_rows;
    for (size_t r = 0; r < g->n_rows; ++r)
        scratch[r] = fabs(score[r]);
    PHW_TRY(phw_series_normal_scores(folded, scratch, g->n_rows));
    phw_series_normalise(folded, g->n_rows);
    const double size = phw_regression_try(g, folded);
    *open = fmin(size, phw_regression_try(g, score));
    return PHW_OK;
}

static phw_status regress(double *share, const columns *x, size_t n)
{
    phw_regression g = {0};
    double *scratch = NULL;
    size_t k = 0;
    PHW_TRY(phw_regression_alloc(&g, x->n_rows, x->n));
    phw_status s = phw_array_alloc(&scratch, 2 * x->n_rows, sizeof *scratch);
    for (size_t i = 0; i < x->n && !s; ++i) {
        double open = 1;
        if (k < n && i == x->first[k]) {
            s = open_component(&open, &g, scratch, column(x, i));
            share[k++] = i > 0 ? phw_regression_share(open, (double)x->n_rows, i) : 1;
        } else {
            phw_regression_try(&g, column(x, i));
        }
        phw_regression_take(&g);
    }
    free(scratch);
    phw_regression_free(&g);
    return s;
}

phw_status phw_correlation_open(double *share, const phw_features *x,
                                const size_t *component, size_t n)
{
    columns c = {0};
    phw_status s = alloc_columns(&c, plan(&c, x->n_rows, n), n);
    if (!s)
        s = fill(&c, x, component, n);
    if (!s)
        s = regress(share, &c, n);
    free_columns(&c);
    return s;
}

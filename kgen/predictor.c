#include "kgen/predictor.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/lag.h"
#include "kgen/regression.h"
#include "kgen/series.h"

/* Rows below which nothing can be told. */
#define ROWS_MIN 8

/* What is left open of a likeness of another regressor. */
#define SIMILAR 0.05

/* Candidates that are tried, at most. */
#define TRIED_MAX 256

/* Regressors whose memory is looked at. */
#define MEMORIES 4

/* All candidates, each of mean 0 and norm 1, or 0 when constant. */
typedef struct pool {
    double *value; /* column after column */
    bool *always;
    size_t n;
    size_t n_rows;
} pool;

/* A candidate and its correlation with the target. */
typedef struct candidate {
    size_t column;
    double correlation;
} candidate;

static double *column(const pool *p, size_t i)
{
    return p->value + i * p->n_rows;
}

static size_t n_products(const phw_features *x)
{
    const size_t q = x->n_components < PHW_PREDICTOR_PRODUCTS_MAX
                         ? x->n_components
                         : PHW_PREDICTOR_PRODUCTS_MAX;
    return q * (q + 1) / 2;
}

static phw_status check_finite(const phw_features *x)
{
    for (size_t i = 0; i < x->n_rows * x->n_components; ++i) {
        if (!isfinite(x->value[i]))
            return phw_fail(PHW_EINPUT, "predictor: row %zu is not finite",
                            i % x->n_rows);
    }
    return PHW_OK;
}

static phw_status scores(double *out, const phw_features *x, size_t component)
{
    PHW_TRY(
        phw_series_normal_scores(out, phw_features_series(x, component), x->n_rows));
    phw_series_normalise(out, x->n_rows);
    return PHW_OK;
}

/* Appends scores, values, squares and products of a view. */
static phw_status add_view(pool *p, const phw_predictor_view *view)
{
    const phw_features *x = &view->x;
    const size_t first = p->n;
    for (size_t c = 0; c < x->n_components; ++c, ++p->n) {
        PHW_TRY(scores(column(p, p->n), x, c));
        p->always[p->n] = view->always;
    }
    for (size_t c = 0; c < x->n_components; ++c, ++p->n) {
        double *out = column(p, p->n);
        for (size_t r = 0; r < x->n_rows; ++r)
            out[r] = phw_features_series(x, c)[r];
        phw_series_normalise(out, x->n_rows);
    }
    for (size_t i = 0; i < PHW_PREDICTOR_PRODUCTS_MAX && i < x->n_components; ++i) {
        for (size_t j = 0; j <= i; ++j, ++p->n) {
            double *out = column(p, p->n);
            for (size_t r = 0; r < x->n_rows; ++r)
                out[r] = column(p, first + i)[r] * column(p, first + j)[r];
            phw_series_normalise(out, x->n_rows);
        }
    }
    return PHW_OK;
}

/* How many regressors finite views of `n_rows` rows give. */
static phw_status count(size_t *out, const phw_predictor_view *view, size_t n_views,
                        size_t n_rows)
{
    size_t n = 0;
    for (size_t v = 0; v < n_views; ++v) {
        const phw_features *x = &view[v].x;
        if (x->n_rows != n_rows)
            return phw_fail(PHW_EARG, "predictor: view of %zu rows, the target has %zu",
                            x->n_rows, n_rows);
        PHW_TRY(check_finite(x));
        n += 2 * x->n_components + n_products(x);
    }
    *out = n;
    return PHW_OK;
}

static phw_status fill(pool *p, const phw_predictor_view *view, size_t n_views,
                       size_t n_rows)
{
    size_t n = 0;
    PHW_TRY(count(&n, view, n_views, n_rows));
    p->n_rows = n_rows;
    if (n > SIZE_MAX / n_rows)
        return phw_fail(PHW_ENOMEM, "predictor: %zu regressors are too many", n);
    PHW_TRY(phw_array_alloc(&p->always, n + 1, sizeof *p->always));
    PHW_TRY(phw_array_alloc(&p->value, (n + 1) * n_rows, sizeof *p->value));
    for (size_t v = 0; v < n_views; ++v)
        PHW_TRY(add_view(p, &view[v]));
    return PHW_OK;
}

static void release(pool *p)
{
    if (p->value != NULL)
        sodium_memzero(p->value, p->n * p->n_rows * sizeof *p->value);
    free(p->value);
    free(p->always);
}

static int stronger(const void *a, const void *b)
{
    const candidate *x = a;
    const candidate *y = b;
    if (fabs(x->correlation) != fabs(y->correlation))
        return fabs(x->correlation) > fabs(y->correlation) ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* All candidates, the strongest first. */
static void rank(candidate *out, const pool *p, const double *y)
{
    for (size_t i = 0; i < p->n; ++i)
        out[i] = (candidate){i, phw_series_dot(column(p, i), y, p->n_rows)};
    qsort(out, p->n, sizeof *out, stronger);
}

static phw_status memory(double *out, const candidate *strongest, const pool *p,
                         const double *y)
{
    double sum = 0;
    size_t n = 0;
    for (; n < MEMORIES && n < p->n; ++n) {
        double one = 0;
        PHW_TRY(phw_lag_inflation(&one, column(p, strongest[n].column), y, p->n_rows));
        sum += one;
    }
    *out = n > 0 ? sum / (double)n : 1;
    return PHW_OK;
}

/* Of the candidates, the strongest first, keeps those that may take part; returns how
 * many. */
static size_t admit(candidate *c, const pool *p, double n_effective)
{
    const double least = sqrt(2 * log(2 * (double)(p->n + 1) / 0.01) / n_effective);
    size_t n = 0;
    for (size_t i = 0; i < p->n; ++i) {
        const bool shows = fabs(c[i].correlation) > least;
        if (shows || (p->always[c[i].column] && c[i].correlation != 0))
            c[n++] = c[i];
    }
    return n;
}

/* Chooses up to `most` of n candidates: first those of which the ones before leave
 * something open, so that many likenesses of one do not keep others out. */
static void choose(phw_regression *g, const pool *p, candidate *c, size_t n,
                   size_t most)
{
    static const double open[] = {SIMILAR, PHW_REGRESSION_SINGULAR};
    for (size_t pass = 0; pass < 2; ++pass) {
        for (size_t i = 0; i < n && i < TRIED_MAX && g->n < most; ++i) {
            if (c[i].correlation == 0 ||
                phw_regression_try(g, column(p, c[i].column)) < open[pass])
                continue;
            phw_regression_take(g);
            c[i].correlation = 0;
        }
    }
}

/* What the regressors leave open of y, or what the normal scores of their prediction
 * do, if that is less: a prediction of a monotone function of y is one of y. `scratch`
 * has room for two series. */
static phw_status residual(double *out, phw_regression *g, double *scratch,
                           const double *y)
{
    const double left = phw_regression_try(g, y);
    double *score = scratch + g->n_rows;
    phw_regression_predict(scratch, g);
    PHW_TRY(phw_series_normal_scores(score, scratch, g->n_rows));
    phw_series_normalise(score, g->n_rows);
    const double rho = phw_series_dot(score, y, g->n_rows);
    *out = fmin(left, fmax(0, 1 - rho * rho));
    return PHW_OK;
}

static phw_status open_one(double *share, phw_regression *g, candidate *list,
                           double *scratch, const pool *p, const phw_features *target,
                           size_t component)
{
    double *y = scratch;
    double wide = 1;
    double left = 1;
    PHW_TRY(scores(y, target, component));
    rank(list, p, y);
    PHW_TRY(memory(&wide, list, p, y));
    const double n = (double)p->n_rows / wide;
    const double most = fmin(PHW_PREDICTOR_REGRESSORS_MAX, fmax(1, floor(n / 8)));
    g->n = 0;
    choose(g, p, list, admit(list, p, n), (size_t)most);
    PHW_TRY(residual(&left, g, scratch + p->n_rows, y));
    *share = phw_regression_share(left, n, g->n > 0 ? g->n : 1);
    return PHW_OK;
}

phw_status phw_predictor_open(double *share, const phw_features *target,
                              const phw_predictor_view *view, size_t n_views)
{
    pool p = {0};
    candidate *list = NULL;
    double *scratch = NULL;
    phw_regression g = {0};
    const size_t n_rows = target->n_rows;
    if (n_rows < ROWS_MIN) {
        for (size_t c = 0; c < target->n_components; ++c)
            share[c] = 0;
        return PHW_OK;
    }
    phw_status s = check_finite(target);
    if (!s)
        s = fill(&p, view, n_views, n_rows);
    if (!s)
        s = phw_array_alloc(&list, p.n + 1, sizeof *list);
    if (!s)
        s = phw_array_alloc(&scratch, 3 * n_rows, sizeof *scratch);
    if (!s)
        s = phw_regression_alloc(&g, n_rows, PHW_PREDICTOR_REGRESSORS_MAX);
    for (size_t c = 0; c < target->n_components && !s; ++c)
        s = open_one(&share[c], &g, list, scratch, &p, target, c);
    if (scratch != NULL)
        sodium_memzero(scratch, 3 * n_rows * sizeof *scratch);
    phw_regression_free(&g);
    free(scratch);
    free(list);
    release(&p);
    return s;
}

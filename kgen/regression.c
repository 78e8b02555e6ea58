#include "kgen/regression.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

/* Two-sided 99 % quantile of the normal, as in SP 800-90B. */
#define Z99 2.5758293035489008

phw_status phw_regression_alloc(phw_regression *out, size_t n_rows, size_t n_max)
{
    phw_regression g = {.n_max = n_max, .n_rows = n_rows};
    const size_t width = n_max + 1;
    if (width == 0 || width > SIZE_MAX / width)
        return phw_fail(PHW_ENOMEM, "regression: %zu regressors are too many", n_max);
    PHW_TRY(phw_array_alloc(&g.regressor, width, sizeof *g.regressor));
    const phw_status s = phw_array_alloc(&g.factor, width * width, sizeof *g.factor);
    if (s)
        phw_regression_free(&g);
    else
        *out = g;
    return s;
}

void phw_regression_free(phw_regression *g)
{
    const size_t width = g->n_max + 1;
    if (g->factor != NULL)
        sodium_memzero(g->factor, width * width * sizeof *g->factor);
    free(g->factor);
    free(g->regressor);
    *g = (phw_regression){0};
}

static double *row_of(const phw_regression *g, size_t i)
{
    return g->factor + i * (g->n_max + 1);
}

double phw_regression_try(phw_regression *g, const double *x)
{
    double *row = row_of(g, g->n);
    double open = 1;
    for (size_t j = 0; j < g->n; ++j) {
        const double rho = phw_series_dot(x, g->regressor[j], g->n_rows);
        const double *before = row_of(g, j);
        const double diagonal = before[j];
        row[j] = diagonal > 0 ? (rho - phw_series_dot(row, before, j)) / diagonal : 0;
        open -= row[j] * row[j];
    }
    open = fmax(0, open);
    g->regressor[g->n] = x;
    row[g->n] = open < PHW_REGRESSION_SINGULAR ? 0 : sqrt(open);
    return open;
}

void phw_regression_take(phw_regression *g)
{
    assert(g->n < g->n_max);
    ++g->n;
}

void phw_regression_predict(double *out, phw_regression *g)
{
    /* Back substitution turns the row into the weights. */
    double *weight = row_of(g, g->n);
    for (size_t j = g->n; j-- > 0;) {
        for (size_t k = j + 1; k < g->n; ++k)
            weight[j] -= row_of(g, k)[j] * weight[k];
        const double diagonal = row_of(g, j)[j];
        weight[j] = diagonal > 0 ? weight[j] / diagonal : 0;
    }
    for (size_t r = 0; r < g->n_rows; ++r) {
        out[r] = 0;
        for (size_t j = 0; j < g->n; ++j)
            out[r] += weight[j] * g->regressor[j][r];
    }
}

double phw_regression_share(double open, double n, size_t p)
{
    const double regressors = (double)p;
    if (open < PHW_REGRESSION_SINGULAR || n <= regressors + 3)
        return 0;
    const double adjusted = 1 - open * (n - 1) / (n - regressors - 1);
    return phw_regression_bound(adjusted, (size_t)n, p);
}

double phw_regression_bound(double r_squared, size_t n, size_t p)
{
    if (n <= p + 3 || r_squared >= 1)
        return 0;
    const double z = atanh(sqrt(fmax(0, r_squared)));
    /* 1 - tanh^2 = 1 / cosh^2 loses no digits near R = 1. */
    const double c = cosh(z + Z99 / sqrt((double)(n - p - 3)));
    return 1 / (c * c);
}

#include "kgen/covariance.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/series.h"

/* What others leave open of a series' variance, below which it is rounding. */
#define SINGULAR 1e-12

void phw_covariance_free(phw_covariance *c)
{
    free(c->r);
    *c = (phw_covariance){0};
}

/* All parties' series one after the other, each of mean 0 and norm 1; wiped by nobody:
 * what is measured of them is public analysis. */
static phw_status gather(double **out, const phw_features *const *party,
                         size_t n_parties, size_t n)
{
    const size_t rows = party[0]->n_rows;
    double *x = NULL;
    if (rows > SIZE_MAX / sizeof *x / (n + 1))
        return phw_fail(PHW_ENOMEM, "covariance: %zu rows are too many", rows);
    PHW_TRY(phw_array_alloc(&x, n * rows, sizeof *x));
    double *at = x;
    for (size_t p = 0; p < n_parties; ++p) {
        for (size_t i = 0; i < party[p]->n_components * rows; ++i)
            at[i] = party[p]->value[i];
        at += party[p]->n_components * rows;
    }
    for (size_t s = 0; s < n; ++s)
        phw_series_normalise(x + s * rows, rows);
    *out = x;
    return PHW_OK;
}

static double best_shrinkage(const phw_covariance *c, size_t rows)
{
    if (rows / PHW_COVARIANCE_ROWS_A_SERIES >= c->n)
        return 0;
    double variance = 0;
    double square = 0;
    for (size_t i = 0; i < c->n; ++i) {
        for (size_t j = 0; j < i; ++j) {
            const double r2 = c->r[i * c->n + j] * c->r[i * c->n + j];
            variance += (1 - r2) * (1 - r2) / (double)(rows - 1);
            square += r2;
        }
    }
    return square > variance ? variance / square : 1;
}

static void correlate(phw_covariance *c, const double *x, size_t rows)
{
    for (size_t i = 0; i < c->n; ++i) {
        for (size_t j = 0; j < i; ++j) {
            const double r = phw_series_dot(x + i * rows, x + j * rows, rows);
            c->r[i * c->n + j] = c->r[j * c->n + i] = fmax(-1, fmin(1, r));
        }
        c->r[i * c->n + i] = 1;
    }
}

phw_status phw_covariance_measure(phw_covariance *out, const phw_features *const *party,
                                  size_t n_parties, double shrinkage)
{
    phw_covariance c = {0};
    double *x = NULL;
    for (size_t p = 0; p < n_parties; ++p) {
        assert(party[p]->n_rows == party[0]->n_rows && party[p]->n_rows >= 3);
        c.n += party[p]->n_components;
    }
    if (c.n > PHW_COVARIANCE_SERIES_MAX)
        return phw_fail(PHW_EARG,
                        "covariance: %zu series of all parties together, at most %d; "
                        "take fewer components (--feature ...,pca:components=...)",
                        c.n, PHW_COVARIANCE_SERIES_MAX);
    PHW_TRY(phw_array_alloc(&c.r, c.n * c.n, sizeof *c.r));
    const phw_status s = gather(&x, party, n_parties, c.n);
    if (s) {
        phw_covariance_free(&c);
        return s;
    }
    correlate(&c, x, party[0]->n_rows);
    free(x);
    c.shrinkage = shrinkage >= 0 ? shrinkage : best_shrinkage(&c, party[0]->n_rows);
    for (size_t i = 0; i < c.n * c.n; ++i)
        c.r[i] *= i % (c.n + 1) == 0 ? 1 : 1 - c.shrinkage;
    *out = c;
    return PHW_OK;
}

/* The rows and columns of two stretches of series, in m x m. */
static void select_series(double *m, const phw_covariance *c, size_t from, size_t n,
                          size_t also_from, size_t n_also)
{
    const size_t size = n + n_also;
    for (size_t i = 0; i < size; ++i) {
        const size_t row = i < n ? from + i : also_from + i - n;
        for (size_t j = 0; j < size; ++j)
            m[i * size + j] = c->r[row * c->n + (j < n ? from + j : also_from + j - n)];
    }
}

/* Cholesky's factor, into the lower triangle of m; log2 of the determinant in *out. */
static phw_status factor(double *out, double *m, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < i; ++j) {
            const double dot = phw_series_dot(m + i * n, m + j * n, j);
            m[i * n + j] = (m[i * n + j] - dot) / m[j * n + j];
        }
        const double left = m[i * n + i] - phw_series_dot(m + i * n, m + i * n, i);
        if (!(left > SINGULAR))
            return phw_fail(PHW_ESHORT,
                            "covariance: series %zu follows from those before it", i);
        m[i * n + i] = sqrt(left);
        sum += log2(left);
    }
    *out = sum;
    return PHW_OK;
}

phw_status phw_covariance_log2_det(double *out, const phw_covariance *c, size_t from,
                                   size_t to, size_t also_from, size_t also_to)
{
    const size_t n = to - from;
    const size_t n_also = also_to - also_from;
    if (n + n_also == 0) {
        *out = 0;
        return PHW_OK;
    }
    double *m = NULL;
    PHW_TRY(phw_array_alloc(&m, (n + n_also) * (n + n_also), sizeof *m));
    select_series(m, c, from, n, also_from, n_also);
    const phw_status s = factor(out, m, n + n_also);
    free(m);
    return s;
}

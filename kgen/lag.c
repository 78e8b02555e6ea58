#include "kgen/lag.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/crosslag.h"
#include "kgen/series.h"

/* Fewer rows in common tell nothing. */
#define OVERLAP_MIN 32

/* Values that all pairs of components may have together. */
#define WORK_MAX ((size_t)1 << 21)

/* Spectra of a series of each party. The lag of row i + l of b beside row i of a is
 * that of b against a. */
typedef struct spectra {
    phw_crosslag *crosslag;
    phw_cf *a, *b;
    size_t n;
} spectra;

static void destroy(spectra *s)
{
    phw_crosslag_destroy(s->crosslag);
    if (s->a != NULL)
        sodium_memzero(s->a, s->n * sizeof *s->a);
    if (s->b != NULL)
        sodium_memzero(s->b, s->n * sizeof *s->b);
    free(s->a);
    free(s->b);
    *s = (spectra){0};
}

static phw_status create(spectra *s, size_t n_a, size_t n_b)
{
    spectra made = {0};
    PHW_TRY(phw_crosslag_create_all(&made.crosslag, n_b, n_a));
    made.n = phw_crosslag_spectrum_size(made.crosslag);
    phw_status status = phw_array_alloc(&made.a, made.n, sizeof *made.a);
    if (!status)
        status = phw_array_alloc(&made.b, made.n, sizeof *made.b);
    if (status)
        destroy(&made);
    else
        *s = made;
    return status;
}

phw_status phw_lag_inflation(double *out, const double *a, const double *b, size_t n)
{
    spectra s = {0};
    if (n < 2) {
        *out = 1;
        return PHW_OK;
    }
    PHW_TRY(create(&s, n, n));
    phw_crosslag_spectrum(s.crosslag, s.a, a, n);
    phw_crosslag_spectrum(s.crosslag, s.b, b, n);
    *out = phw_crosslag_inflation(s.crosslag, s.a, s.b);
    destroy(&s);
    return PHW_OK;
}

static int64_t lag_of(size_t i, size_t n, size_t n_b)
{
    return i < n_b ? (int64_t)i : (int64_t)i - (int64_t)n;
}

/* Raises significance[i] of each lag to that of this pair of series. */
static void correlate(double *significance, const spectra *s, size_t n_b)
{
    phw_crosslag *c = s->crosslag;
    const double wide = phw_crosslag_inflation(c, s->b, s->a);
    phw_crosslag_correlate(c, s->b, s->a);
    for (size_t i = 1; i < s->n; ++i) {
        const ptrdiff_t lag = (ptrdiff_t)lag_of(i, s->n, n_b);
        if (phw_crosslag_overlap(c, lag) >= OVERLAP_MIN)
            significance[i] = fmax(significance[i], phw_crosslag_z(c, lag, wide));
    }
}

static phw_status load(phw_cf *out, const spectra *s, double *score,
                       const phw_features *x, size_t component)
{
    PHW_TRY(
        phw_series_normal_scores(score, phw_features_series(x, component), x->n_rows));
    phw_crosslag_spectrum(s->crosslag, out, score, x->n_rows);
    return PHW_OK;
}

/* Pair k of both parties' components: the diagonal first. */
static phw_status correlate_all(double *significance, const spectra *s, size_t n_pairs,
                                const phw_features *a, const phw_features *b)
{
    double *score = NULL;
    const size_t most = a->n_rows > b->n_rows ? a->n_rows : b->n_rows;
    PHW_TRY(phw_array_alloc(&score, most, sizeof *score));
    phw_status status = PHW_OK;
    for (size_t k = 0; k < n_pairs && !status; ++k) {
        const size_t i = k % a->n_components;
        status = load(s->a, s, score, a, i);
        if (!status)
            status =
                load(s->b, s, score, b, (i + k / a->n_components) % b->n_components);
        if (!status)
            correlate(significance, s, b->n_rows);
    }
    sodium_memzero(score, most * sizeof *score);
    free(score);
    return status;
}

static size_t pick(int64_t lag[PHW_LAGS_MAX], double *significance, const spectra *s,
                   size_t n_pairs, size_t n_b)
{
    const double least = sqrt(2 * log(2 * (double)s->n * (double)n_pairs / 0.01));
    size_t n = 0;
    while (n < PHW_LAGS_MAX) {
        size_t best = 0;
        for (size_t i = 1; i < s->n; ++i)
            best = significance[i] > significance[best] ? i : best;
        if (significance[best] <= least)
            break;
        significance[best] = 0;
        lag[n++] = lag_of(best, s->n, n_b);
    }
    return n;
}

phw_status phw_lags_find(int64_t lag[PHW_LAGS_MAX], size_t *n, const phw_features *a,
                         const phw_features *b)
{
    spectra s = {0};
    double *significance = NULL;
    PHW_TRY(create(&s, a->n_rows, b->n_rows));
    size_t n_pairs = WORK_MAX / s.n > 0 ? WORK_MAX / s.n : 1;
    if (n_pairs / a->n_components >= b->n_components)
        n_pairs = a->n_components * b->n_components;
    phw_status status = phw_array_alloc(&significance, s.n, sizeof *significance);
    if (!status)
        status = correlate_all(significance, &s, n_pairs, a, b);
    if (!status)
        *n = pick(lag, significance, &s, n_pairs, b->n_rows);
    free(significance);
    destroy(&s);
    return status;
}

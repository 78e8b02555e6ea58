#include "kgen/lag.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/series.h"

/* Fewer rows in common tell nothing. */
#define OVERLAP_MIN 32

/* Values that all pairs of components may have together. */
#define WORK_MAX ((size_t)1 << 21)

#define POINTS_MAX ((size_t)1 << 26)

/* Two series padded to `n` points, their spectra, and the transforms. */
typedef struct spectra {
    phw_fft *forward, *inverse;
    phw_cf *a, *b;
    size_t n;
} spectra;

static void destroy(spectra *s)
{
    phw_fft_destroy(s->forward);
    phw_fft_destroy(s->inverse);
    if (s->a != NULL)
        sodium_memzero(s->a, s->n * sizeof *s->a);
    if (s->b != NULL)
        sodium_memzero(s->b, s->n * sizeof *s->b);
    free(s->a);
    free(s->b);
    *s = (spectra){0};
}

/* For series that together have `rows` values. */
static phw_status create(spectra *s, size_t rows)
{
    spectra made = {.n = 2};
    if (rows > POINTS_MAX)
        return phw_fail(PHW_EARG, "lag: %zu rows in all, at most 2^26", rows);
    while (made.n < rows)
        made.n *= 2;
    phw_status status = phw_array_alloc(&made.a, made.n, sizeof *made.a);
    if (!status)
        status = phw_array_alloc(&made.b, made.n, sizeof *made.b);
    if (!status)
        status = phw_fft_create(&made.forward, made.n, PHW_FFT_FORWARD);
    if (!status)
        status = phw_fft_create(&made.inverse, made.n, PHW_FFT_INVERSE);
    if (status)
        destroy(&made);
    else
        *s = made;
    return status;
}

/* The spectrum of x[n] over its deviation, padded; 0 when x is constant. */
static void transform(phw_cf *out, const spectra *s, const double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const double scale = variance > 0 ? 1 / sqrt(variance) : 0;
    for (size_t i = 0; i < s->n; ++i)
        out[i] = i < n ? (float)((x[i] - mean) * scale) : 0;
    phw_fft_execute(s->forward, out, out);
}

static double power(phw_cf v)
{
    const double re = (double)crealf(v);
    const double im = (double)cimagf(v);
    return re * re + im * im;
}

/* Sum of the product of both autocorrelations, by Parseval's theorem. */
static double inflation(const spectra *s, size_t n_a, size_t n_b)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; ++i)
        sum += power(s->a[i]) * power(s->b[i]);
    return fmax(1, sum / (double)s->n / (double)n_a / (double)n_b);
}

phw_status phw_lag_inflation(double *out, const double *a, const double *b, size_t n)
{
    spectra s = {0};
    if (n < 2) {
        *out = 1;
        return PHW_OK;
    }
    PHW_TRY(create(&s, n > POINTS_MAX / 2 ? SIZE_MAX : 2 * n));
    transform(s.a, &s, a, n);
    transform(s.b, &s, b, n);
    *out = inflation(&s, n, n);
    destroy(&s);
    return PHW_OK;
}

/* Rows of a[n_a] with a row `lag` later in b[n_b]. */
static size_t overlap(int64_t lag, size_t n_a, size_t n_b)
{
    const int64_t from = lag < 0 ? -lag : 0;
    const int64_t to =
        (int64_t)n_b - lag < (int64_t)n_a ? (int64_t)n_b - lag : (int64_t)n_a;
    return to > from ? (size_t)(to - from) : 0;
}

static int64_t lag_of(size_t i, size_t n, size_t n_b)
{
    return i < n_b ? (int64_t)i : (int64_t)i - (int64_t)n;
}

/* Raises significance[i] of each lag to that of this pair of series. */
static void correlate(double *significance, spectra *s, size_t n_a, size_t n_b)
{
    const double wide = inflation(s, n_a, n_b);
    for (size_t i = 0; i < s->n; ++i)
        s->b[i] *= conjf(s->a[i]);
    phw_fft_execute(s->inverse, s->b, s->b);
    for (size_t i = 1; i < s->n; ++i) {
        const size_t n = overlap(lag_of(i, s->n, n_b), n_a, n_b);
        if (n < OVERLAP_MIN)
            continue;
        const double sum = fabs((double)crealf(s->b[i])) / (double)s->n;
        significance[i] = fmax(significance[i], sum / sqrt((double)n * wide));
    }
}

static phw_status load(phw_cf *out, const spectra *s, double *score,
                       const phw_features *x, size_t component)
{
    PHW_TRY(
        phw_series_normal_scores(score, phw_features_series(x, component), x->n_rows));
    transform(out, s, score, x->n_rows);
    return PHW_OK;
}

/* Pair k of both parties' components: the diagonal first. */
static phw_status correlate_all(double *significance, spectra *s, size_t n_pairs,
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
            correlate(significance, s, a->n_rows, b->n_rows);
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
    PHW_TRY(create(&s, a->n_rows + b->n_rows));
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

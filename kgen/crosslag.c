#include "kgen/crosslag.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/series.h"

#define ROWS_MIN   8
#define ROWS_MAX   (1UL << 24)
#define POINTS_MAX (1UL << 26)

struct phw_crosslag {
    size_t n_a, n_b;
    size_t n_points; /* a power of two, so that no lag that is read wraps around */
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *sum; /* n_points times that of each lag, the negative ones from the end */
};

static phw_status make(phw_crosslag *c)
{
    PHW_TRY(phw_fft_create(&c->forward, c->n_points, PHW_FFT_FORWARD));
    PHW_TRY(phw_fft_create(&c->inverse, c->n_points, PHW_FFT_INVERSE));
    return phw_array_alloc(&c->sum, c->n_points, sizeof *c->sum);
}

static phw_status create(phw_crosslag **out, size_t n_a, size_t n_b, size_t points_min)
{
    phw_crosslag *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "crosslag: no memory");
    *c = (phw_crosslag){.n_a = n_a, .n_b = n_b, .n_points = 2};
    while (c->n_points < points_min)
        c->n_points *= 2;
    const phw_status s = make(c);
    if (s) {
        phw_crosslag_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

phw_status phw_crosslag_create(phw_crosslag **out, size_t n_rows)
{
    if (n_rows < ROWS_MIN || n_rows > ROWS_MAX)
        return phw_fail(PHW_EARG, "crosslag: %zu rows, expected %d to %lu", n_rows,
                        ROWS_MIN, ROWS_MAX);
    return create(out, n_rows, n_rows, n_rows + n_rows / 2 + 1);
}

phw_status phw_crosslag_create_all(phw_crosslag **out, size_t n_a, size_t n_b)
{
    if (n_a > POINTS_MAX || n_b > POINTS_MAX - n_a)
        return phw_fail(PHW_EARG, "crosslag: %zu and %zu rows, at most %lu in all", n_a,
                        n_b, POINTS_MAX);
    return create(out, n_a, n_b, n_a + n_b);
}

void phw_crosslag_destroy(phw_crosslag *c)
{
    if (c == NULL)
        return;
    phw_fft_destroy(c->forward);
    phw_fft_destroy(c->inverse);
    if (c->sum != NULL)
        sodium_memzero(c->sum, c->n_points * sizeof *c->sum);
    free(c->sum);
    free(c);
}

size_t phw_crosslag_spectrum_size(const phw_crosslag *c)
{
    return c->n_points;
}

void phw_crosslag_spectrum(const phw_crosslag *c, phw_cf *out, const double *x,
                           size_t n)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const double scale = variance > 0 ? 1 / sqrt(variance) : 0;
    for (size_t i = 0; i < c->n_points; ++i)
        out[i] = i < n ? (float)((x[i] - mean) * scale) : 0;
    phw_fft_execute(c->forward, out, out);
}

void phw_crosslag_correlate(phw_crosslag *c, const phw_cf *a, const phw_cf *b)
{
    for (size_t k = 0; k < c->n_points; ++k)
        c->sum[k] = a[k] * conjf(b[k]);
    phw_fft_execute(c->inverse, c->sum, c->sum);
}

size_t phw_crosslag_overlap(const phw_crosslag *c, ptrdiff_t lag)
{
    const ptrdiff_t n_a = (ptrdiff_t)c->n_a;
    const ptrdiff_t n_b = (ptrdiff_t)c->n_b;
    const ptrdiff_t from = lag < 0 ? -lag : 0;
    const ptrdiff_t to = n_a - lag < n_b ? n_a - lag : n_b;
    return to > from ? (size_t)(to - from) : 0;
}

double phw_crosslag_z(const phw_crosslag *c, ptrdiff_t lag, double inflation)
{
    const size_t overlap = phw_crosslag_overlap(c, lag);
    assert(overlap > 0);
    const size_t i = lag < 0 ? c->n_points - (size_t)-lag : (size_t)lag;
    const double sum = fabs((double)crealf(c->sum[i])) / (double)c->n_points;
    return sum / sqrt((double)overlap * inflation);
}

double phw_crosslag_inflation(const phw_crosslag *c, const phw_cf *a, const phw_cf *b)
{
    double sum = 0;
    for (size_t k = 0; k < c->n_points; ++k)
        sum += phw_cf_power(a[k]) * phw_cf_power(b[k]);
    return fmax(1, sum / (double)c->n_points / (double)c->n_a / (double)c->n_b);
}

phw_crosslag_peak phw_crosslag_best(phw_crosslag *c, const phw_cf *a, const phw_cf *b)
{
    assert(c->n_a == c->n_b);
    phw_crosslag_correlate(c, a, b);
    phw_crosslag_peak best = {.lag = 1};
    const ptrdiff_t most = (ptrdiff_t)(c->n_a / 2);
    for (ptrdiff_t lag = 1; lag <= most; ++lag) {
        const double later = phw_crosslag_z(c, lag, 1);
        const double earlier = phw_crosslag_z(c, -lag, 1);
        if (later > best.z)
            best = (phw_crosslag_peak){.lag = lag, .z = later};
        if (earlier > best.z)
            best = (phw_crosslag_peak){.lag = -lag, .z = earlier};
    }
    return best;
}

double phw_crosslag_threshold(size_t n_rows)
{
    return gsl_cdf_ugaussian_Qinv(1e-6 / (2 * (double)n_rows));
}

#include "kgen/gaussianity.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/portmanteau.h"

#define LEAST_VALUES 32
#define BLOCK        64

/* Of the logarithm of z^2, which has a long tail towards 0. */
#define FLOOR 0.01

static double standardised(double chi_square, double degrees)
{
    return (chi_square - degrees) / sqrt(2 * degrees);
}

/* The last block runs to the end. */
static double local_memory(const double *z, size_t n)
{
    const size_t size = n < BLOCK ? n : BLOCK;
    const size_t lags = size / 4;
    const size_t n_blocks = n / size;
    double sum = 0;
    for (size_t b = 0; b < n_blocks; ++b) {
        const size_t from = b * size;
        const size_t to = b + 1 < n_blocks ? from + size : n;
        sum += phw_portmanteau_statistic(z + from, to - from, lags);
    }
    return standardised(sum, (double)(n_blocks * lags));
}

static double lines(const double *z, size_t n)
{
    double square = 0;
    double fourth = 0;
    for (size_t i = 0; i < n; ++i) {
        square += z[i] * z[i];
        fourth += z[i] * z[i] * z[i] * z[i];
    }
    const double rows = (double)n;
    const double kurtosis = square > 0 ? rows * fourth / (square * square) : HUGE_VAL;
    return (kurtosis - 3) / sqrt(24 / rows);
}

/* About the mean of the rows around, so that an edge of the spectrum, over which powers
 * are averaged, is not taken for memory. scratch[2 n + 1]. */
static double magnitudes(double *scratch, const double *z, size_t n)
{
    const size_t lags =
        n / 8 < PHW_PORTMANTEAU_LAGS ? n / 8 : (size_t)PHW_PORTMANTEAU_LAGS;
    const size_t half = n / 32 > BLOCK ? n / 32 : BLOCK;
    double *sum = scratch + n;
    sum[0] = 0;
    for (size_t i = 0; i < n; ++i)
        sum[i + 1] = sum[i] + log(z[i] * z[i] + FLOOR);
    for (size_t i = 0; i < n; ++i) {
        const size_t from = i > half ? i - half : 0;
        const size_t to = n - i > half ? i + half + 1 : n;
        scratch[i] = sum[i + 1] - sum[i] - (sum[to] - sum[from]) / (double)(to - from);
    }
    return standardised(phw_portmanteau_statistic(scratch, n, lags), (double)lags);
}

/* v[2 n] = n times the sums of products of z[n] at every lag, by its power spectrum. */
static phw_status all_lags(phw_cf *v, const double *z, size_t n)
{
    phw_fft *fft = NULL;
    PHW_TRY(phw_fft_create(&fft, 2 * n, PHW_FFT_FORWARD));
    for (size_t i = 0; i < 2 * n; ++i)
        v[i] = i < n ? (float)z[i] : 0;
    phw_fft_execute(fft, v, v);
    for (size_t i = 0; i < 2 * n; ++i)
        v[i] = (float)phw_cf_power(v[i]);
    phw_fft_execute(fft, v, v);
    phw_fft_destroy(fft);
    return PHW_OK;
}

/* The largest autocorrelation at lags up to n / 2, so scaled that one of a hundred
 * white series has PHW_GAUSSIANITY_MOST. */
static phw_status far_memory(double *score, const double *z, size_t n)
{
    phw_cf *v = NULL;
    PHW_TRY(phw_array_alloc(&v, 2 * n, sizeof *v));
    const phw_status s = all_lags(v, z, n);
    const double rows = (double)n;
    const double power = s == PHW_OK ? (double)crealf(v[0]) : 0;
    double most = power > 0 ? 0 : HUGE_VAL;
    for (size_t j = 1; j <= n / 2 && power > 0; ++j) {
        const double r = fabs((double)crealf(v[j])) / power;
        most = fmax(most, r * rows / sqrt(rows - (double)j));
    }
    sodium_memzero(v, 2 * n * sizeof *v);
    free(v);
    if (!s)
        *score = PHW_GAUSSIANITY_MOST * most / gsl_cdf_ugaussian_Qinv(0.01 / rows);
    return s;
}

phw_status phw_gaussianity_departure(double *score, const double *z, size_t n)
{
    if (n < LEAST_VALUES)
        return phw_fail(PHW_ESHORT, "gaussianity: %zu values, at least %d", n,
                        LEAST_VALUES);
    double *scratch = NULL;
    if (n > SIZE_MAX / 4)
        return phw_fail(PHW_ENOMEM, "gaussianity: %zu values are too many", n);
    PHW_TRY(phw_array_alloc(&scratch, 2 * n + 1, sizeof *scratch));
    double far = 0;
    const phw_status status = far_memory(&far, z, n);
    if (!status)
        *score = fmax(fmax(far, local_memory(z, n)),
                      fmax(lines(z, n), magnitudes(scratch, z, n)));
    sodium_memzero(scratch, (2 * n + 1) * sizeof *scratch);
    free(scratch);
    return status;
}

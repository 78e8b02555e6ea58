#include "kgen/gaussianity.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <sodium.h>

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
    double *sum = scratch + n;
    sum[0] = 0;
    for (size_t i = 0; i < n; ++i)
        sum[i + 1] = sum[i] + log(z[i] * z[i] + FLOOR);
    for (size_t i = 0; i < n; ++i) {
        const size_t from = i > BLOCK ? i - BLOCK : 0;
        const size_t to = n - i > BLOCK ? i + BLOCK + 1 : n;
        scratch[i] = sum[i + 1] - sum[i] - (sum[to] - sum[from]) / (double)(to - from);
    }
    return standardised(phw_portmanteau_statistic(scratch, n, lags), (double)lags);
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
    *score = fmax(fmax(local_memory(z, n), lines(z, n)), magnitudes(scratch, z, n));
    sodium_memzero(scratch, (2 * n + 1) * sizeof *scratch);
    free(scratch);
    return PHW_OK;
}

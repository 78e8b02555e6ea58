#include "phy/estimation_bound.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/hermitian.h"

static const double two_pi = 6.28318530717958647692;

static double complex turn(double cycles)
{
    const double whole = cycles - rint(cycles);
    return CMPLX(cos(two_pi * whole), sin(two_pi * whole));
}

/* row[n]: the paths' phases at a frequency. */
static void steer(double complex *row, const double *delay, size_t n, double frequency)
{
    for (size_t l = 0; l < n; ++l)
        row[l] = turn(-frequency * delay[l]);
}

static phw_status taps(double *out, const phw_pilot_estimate *pilots,
                       const double *delay, size_t n, double complex *matrix,
                       double complex *row)
{
    for (size_t k = 0; k < pilots->n; ++k) {
        steer(row, delay, n, pilots->frequency[k]);
        for (size_t i = 0; i < n; ++i)
            for (size_t l = 0; l <= i; ++l)
                matrix[i * n + l] +=
                    conj(row[i]) * row[l] / (double)pilots->variance[k];
    }
    PHW_TRY(phw_hermitian_factor(matrix, n));
    double sum = 0;
    for (size_t k = 0; k < pilots->n; ++k) {
        steer(row, delay, n, pilots->frequency[k]);
        for (size_t l = 0; l < n; ++l)
            row[l] = conj(row[l]);
        phw_hermitian_forward(row, matrix, n);
        for (size_t l = 0; l < n; ++l)
            sum += creal(row[l]) * creal(row[l]) + cimag(row[l]) * cimag(row[l]);
    }
    *out = sum / (double)pilots->n;
    return PHW_OK;
}

phw_status phw_bound_taps(double *out, const phw_pilot_estimate *pilots,
                          const double *delay, size_t n_delays)
{
    double complex *matrix = NULL;
    if (n_delays > PHW_BOUND_TAPS_MAX || n_delays > pilots->n)
        return phw_fail(PHW_EARG,
                        "bound: %zu delays of %zu pilots; at most one a "
                        "pilot, %d",
                        n_delays, pilots->n, PHW_BOUND_TAPS_MAX);
    PHW_TRY(phw_array_alloc(&matrix, n_delays * n_delays + n_delays, sizeof *matrix));
    const phw_status s =
        taps(out, pilots, delay, n_delays, matrix, matrix + n_delays * n_delays);
    free(matrix);
    return s;
}

double phw_bound_delay(const phw_pilot_estimate *pilots, double power)
{
    double weights = 0;
    double mean = 0;
    double squares = 0;
    for (size_t k = 0; k < pilots->n; ++k) {
        weights += 1 / (double)pilots->variance[k];
        mean += pilots->frequency[k] / (double)pilots->variance[k];
    }
    mean /= weights;
    for (size_t k = 0; k < pilots->n; ++k) {
        const double f = pilots->frequency[k] - mean;
        squares += f * f / (double)pilots->variance[k];
    }
    return 1 / (2 * two_pi * two_pi * power * squares);
}

double phw_bound_frequency(const phw_cf *waveform, size_t n, double noise)
{
    double energy = 0;
    double mean = 0;
    double squares = 0;
    for (size_t t = 0; t < n; ++t) {
        energy += phw_cf_power(waveform[t]);
        mean += (double)t * phw_cf_power(waveform[t]);
    }
    mean /= energy;
    for (size_t t = 0; t < n && energy > 0; ++t)
        squares += ((double)t - mean) * ((double)t - mean) * phw_cf_power(waveform[t]);
    return squares > 0 ? noise / (2 * two_pi * two_pi * squares) : HUGE_VAL;
}

double phw_bound_slope(double variance, size_t n)
{
    const double x = (double)n;
    return n < 2 ? HUGE_VAL : 12 * variance / (x * (x * x - 1));
}

enum {
    K = PHW_BOUND_WAVES_MAX
};

/* What the sums over the antennas are of: steering^H steering, steering^H slope and
 * slope^H slope, where the slope is 2 pi j m e^(2 pi j m cycles) at antenna m. */
typedef struct gram {
    double complex steering[K * K];
    double complex across[K * K]; /* row l: steering^H times slope l */
    double complex slope[K * K];
} gram;

static void add_antenna(gram *g, const double *cycles, size_t n, double place)
{
    for (size_t i = 0; i < n; ++i) {
        for (size_t l = 0; l < n; ++l) {
            const double complex x = turn(place * (cycles[l] - cycles[i]));
            g->steering[i * n + l] += x;
            g->across[l * n + i] += CMPLX(0, two_pi * place) * x;
            g->slope[i * n + l] += two_pi * two_pi * place * place * x;
        }
    }
}

phw_status phw_bound_waves(double *out, const double *cycles, const phw_cf *covariance,
                           size_t n_waves, size_t n_antennas, size_t n_snapshots,
                           double noise)
{
    gram g = {0};
    double complex matrix[K * K];
    double complex scratch[K];
    double variance[K];
    const size_t n = n_waves;
    if (n > K || n >= n_antennas || n_snapshots == 0)
        return phw_fail(PHW_EARG,
                        "bound: %zu waves on %zu antennas, %zu snapshots; expected "
                        "fewer waves than antennas, at most %d",
                        n, n_antennas, n_snapshots, K);
    for (size_t m = 0; m < n_antennas; ++m)
        add_antenna(&g, cycles, n, (double)m);
    PHW_TRY(phw_hermitian_factor(g.steering, n));
    for (size_t l = 0; l < n; ++l)
        phw_hermitian_forward(g.across + l * n, g.steering, n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t l = 0; l <= i; ++l) {
            double complex x = g.slope[i * n + l];
            for (size_t k = 0; k < n; ++k)
                x -= conj(g.across[i * n + k]) * g.across[l * n + k];
            matrix[i * n + l] = creal(x * (double complex)covariance[l * n + i]);
        }
    }
    PHW_TRY(phw_hermitian_factor(matrix, n));
    phw_hermitian_inverse_diagonal(variance, scratch, matrix, n);
    for (size_t l = 0; l < n; ++l)
        out[l] = variance[l] * noise / (2 * (double)n_snapshots);
    return PHW_OK;
}

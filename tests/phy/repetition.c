#include "phy/repetition.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define BLOCK    PHW_REPETITION_BLOCK
#define N_BLOCKS 2048
#define FIRST    (PHW_REPETITION_REACH + 4)

static phw_cf sample[N_BLOCKS * BLOCK];
static float value[7][N_BLOCKS];
static phw_repetition t = {
    value[0], value[1], value[2], {value[3], value[4]}, {value[5], value[6]}};

static const size_t lag_samples[2] = {16, 64};
static const size_t window_samples[2] = {128, 80};

static void fill_noise(uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x704), trial};
    phw_rng_normal_complex(sample, &rng, 1, 0, N_BLOCKS * BLOCK);
}

/* Noise that repeats after `period`, turning by `offset` cycles a sample. */
static void fill_repeating(size_t period, double offset)
{
    fill_noise(1);
    for (size_t i = 0; i < N_BLOCKS * BLOCK; ++i)
        sample[i] = sample[i % period];
    for (size_t i = 0; i < N_BLOCKS * BLOCK; ++i)
        sample[i] *= (phw_cf)cexp(CMPLX(0, 2 * M_PI * offset * (double)i));
}

/* Without the mean of each block, in double precision. */
static double complex plain(size_t i)
{
    double complex mean = 0;
    for (size_t k = i / BLOCK * BLOCK; k < (i / BLOCK + 1) * BLOCK; ++k)
        mean += (double complex)sample[k];
    return (double complex)sample[i] - mean / BLOCK;
}

Test(repetition, metric_is_the_normalised_correlation)
{
    fill_noise(2);
    phw_repetition_correlate(&t, sample, 4, 60);
    for (int lag = 0; lag < PHW_N_REPETITIONS; ++lag) {
        for (size_t b = FIRST; b < 60; ++b) {
            double complex sum = 0;
            double now = 0;
            double before = 0;
            for (size_t i = (b + 1) * BLOCK - window_samples[lag]; i < (b + 1) * BLOCK;
                 ++i) {
                const double complex x = plain(i);
                const double complex y = plain(i - lag_samples[lag]);
                sum += x * conj(y);
                now += creal(x * conj(x));
                before += creal(y * conj(y));
            }
            const double expected = creal(sum * conj(sum)) / (now * before);
            cr_expect_float_eq(phw_repetition_metric(&t, (phw_repetition_lag)lag, b),
                               expected, 1e-6, "lag %d block %zu", lag, b);
        }
    }
}

Test(repetition, what_repeats_has_metric_1_and_shows_its_offset)
{
    fill_repeating(16, 0.029);
    phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
    cr_expect_float_eq(phw_repetition_metric(&t, PHW_REPETITION_SHORT, 100), 1, 1e-5);
    cr_expect_float_eq(phw_repetition_offset(&t, PHW_REPETITION_SHORT, 100), 0.029,
                       1e-6);
    fill_repeating(64, -0.007);
    phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
    cr_expect_float_eq(phw_repetition_metric(&t, PHW_REPETITION_LONG, 100), 1, 1e-5);
    cr_expect_float_eq(phw_repetition_offset(&t, PHW_REPETITION_LONG, 100), -0.007,
                       1e-6);
}

Test(repetition, silence_and_constants_do_not_repeat)
{
    const double least[PHW_N_REPETITIONS] = {1e-9, 1e-9};
    memset(sample, 0, sizeof sample);
    phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
    cr_expect_eq(phw_repetition_find(&t, FIRST, N_BLOCKS, least), N_BLOCKS);
    for (size_t i = 0; i < N_BLOCKS * BLOCK; ++i)
        sample[i] = 0.37F - 1.91F * I;
    phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
    cr_expect_eq(phw_repetition_find(&t, FIRST, N_BLOCKS, least), N_BLOCKS);
}

Test(repetition, find_stops_at_the_first_block_over)
{
    const double most[PHW_N_REPETITIONS] = {0.2, 0.35};
    fill_noise(3);
    for (size_t i = 800 * BLOCK + 16; i < 800 * BLOCK + 160; ++i)
        sample[i] = sample[i - 16];
    phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
    const size_t b = phw_repetition_find(&t, FIRST, N_BLOCKS, most);
    cr_expect(b > 800 && b < 810, "block %zu", b);
    cr_expect_eq(phw_repetition_find(&t, FIRST, b, most), b);
}

/* The squared correlation of n independent pairs of normals exceeds x with probability
 * (1 - x)^(n - 1), here with n less by a sixteenth, for the means. The windows that
 * are counted do not overlap; 5 sigma of a binomial. */
Test(repetition, noise_exceeds_a_threshold_as_often_as_the_formula_says)
{
    const double x = 0.03;
    int over[2] = {0, 0};
    int windows = 0;
    for (uint32_t trial = 10; trial < 40; ++trial) {
        fill_noise(trial);
        phw_repetition_correlate(&t, sample, 4, N_BLOCKS);
        for (size_t b = FIRST; b < N_BLOCKS; b += FIRST, ++windows)
            for (int lag = 0; lag < 2; ++lag)
                over[lag] += phw_repetition_metric(&t, (phw_repetition_lag)lag, b) > x;
    }
    for (int lag = 0; lag < 2; ++lag) {
        const double n = (double)window_samples[lag] * 15 / 16;
        const double p = pow(1 - x, n - 1);
        cr_expect_float_eq(over[lag], windows * p, 5 * sqrt(windows * p * (1 - p)),
                           "lag %d: %d of %d, p %g", lag, over[lag], windows, p);
    }
}

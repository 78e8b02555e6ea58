#include "channel/spectral.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/fft.h"

#include "tests/channel/statistics.h"

#define N PHW_SPECTRAL_POINTS

static const phw_rng address = {
    .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), .trial = 0};

static phw_cf point[N];
static phw_cf other[N];

static phw_spectral *create(void)
{
    const phw_spectrum_choice clarke = {0};
    phw_spectral *s = NULL;
    cr_assert_eq(phw_spectral_create(&s, &clarke, 0, 1), PHW_OK);
    return s;
}

Test(spectral, grid_points_are_the_sum_of_the_lines)
{
    phw_spectral *s = create();
    const size_t place[] = {0, 1, 777, 2048, N - 1};
    const int64_t epoch[] = {0, 1, -1, INT64_C(1) << 40};
    for (size_t e = 0; e < 4; ++e) {
        phw_spectral_epoch(s, point, &address, epoch[e]);
        for (size_t i = 0; i < 5; ++i) {
            const phw_cf exact =
                phw_spectral_value(s, &address, epoch[e], (double)place[i]);
            /* Single precision FFT: a few 1e-7 of the unit power. */
            cr_expect_lt(cabsf(point[place[i]] - exact), 5e-6F);
        }
    }
    phw_spectral_destroy(s);
}

Test(spectral, an_epoch_is_a_function_of_its_address_alone)
{
    phw_spectral *s = create();
    phw_spectral_epoch(s, point, &address, 3);
    phw_spectral_epoch(s, other, &address, 4);
    cr_expect_neq(memcmp(point, other, sizeof point), 0);
    phw_spectral_epoch(s, other, &address, 3);
    cr_expect_eq(memcmp(point, other, sizeof point), 0);
    phw_rng next = address;
    next.trial = 1;
    phw_spectral_epoch(s, other, &next, 3);
    cr_expect_neq(memcmp(point, other, sizeof point), 0);
    phw_spectral_destroy(s);
}

/* An epoch's mean power is sum w_k |z_k|^2: mean 1, variance sum w_k^2. */
Test(spectral, mean_power_is_one)
{
    enum {
        EPOCHS = 1000
    };

    double variance = 0;
    for (int k = -PHW_SPECTRAL_EDGE; k <= PHW_SPECTRAL_EDGE; ++k) {
        const double from = fmax(-1, (k - 0.5) / PHW_SPECTRAL_EDGE);
        const double to = fmin(1, (k + 0.5) / PHW_SPECTRAL_EDGE);
        variance += pow((asin(to) - asin(from)) / M_PI, 2);
    }
    phw_spectral *s = create();
    double sum = 0;
    for (int e = 0; e < EPOCHS; ++e) {
        phw_spectral_epoch(s, point, &address, e);
        for (size_t i = 0; i < N; ++i)
            sum += (double)(crealf(point[i]) * crealf(point[i]) +
                            cimagf(point[i]) * cimagf(point[i])) /
                   N;
    }
    cr_expect_float_eq(sum / EPOCHS, 1, tolerance(variance, EPOCHS), "%g against 1",
                       sum / EPOCHS);
    phw_spectral_destroy(s);
}

Test(spectral, nothing_lies_beyond_the_largest_doppler_shift)
{
    phw_spectral *s = create();
    phw_spectral_epoch(s, point, &address, 0);
    phw_fft *forward = NULL;
    cr_assert_eq(phw_fft_create(&forward, N, PHW_FFT_FORWARD), PHW_OK);
    phw_fft_execute(forward, other, point);
    double beyond = 0;
    double all = 0;
    for (int k = 0; k < N; ++k) {
        const int bin = k < N / 2 ? k : N - k;
        const double power = pow((double)cabsf(other[k]), 2);
        all += power;
        beyond += bin > PHW_SPECTRAL_EDGE ? power : 0;
    }
    cr_expect_lt(10 * log10(beyond / all), -100);
    phw_fft_destroy(forward);
    phw_spectral_destroy(s);
}

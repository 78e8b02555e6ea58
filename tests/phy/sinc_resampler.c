#include "phy/sinc_resampler.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#define N 1000

static phw_cf x[N];
static phw_cf y[4 * N];

static void tone(double f)
{
    for (size_t i = 0; i < N; ++i)
        x[i] = (phw_cf)cexp(CMPLX(0, 2 * M_PI * f * (double)i));
}

/* The worst distance from the tone at those instants, ends left out. */
static double worst(double f, double step, double cutoff)
{
    const size_t n = (size_t)(N / step);
    double most = 0;
    cr_assert_eq(phw_sinc_resample(y, n, x, N, step, cutoff), PHW_OK);
    for (size_t k = 0; k < n; ++k) {
        const double t = (double)k * step;
        if (t < 100 || t > N - 100)
            continue;
        const double complex want = cexp(CMPLX(0, 2 * M_PI * f * t));
        most = fmax(most, cabs((double complex)y[k] - want));
    }
    return most;
}

/* Kaiser's 60 dB are 1e-3 of ripple. */
Test(sinc_resampler, tones_within_the_band_stay_at_any_step)
{
    tone(0.03);
    cr_expect_lt(worst(0.03, 0.37, 0.5), 2e-3);
    cr_expect_lt(worst(0.03, 2.5, 0.2), 2e-3);
    cr_expect_lt(worst(0.03, 9.7, 0.06), 2e-3);
}

Test(sinc_resampler, tones_outside_are_taken_away)
{
    tone(0.2);
    cr_assert_eq(phw_sinc_resample(y, 100, x, N, 5, 0.1), PHW_OK);
    for (size_t k = 30; k < 80; ++k)
        cr_expect_lt(cabsf(y[k]), 3e-3F);
}

Test(sinc_resampler, bad_steps_and_cutoffs_are_refused)
{
    cr_expect_eq(phw_sinc_resample(y, 1, x, N, 0, 0.5), PHW_EARG);
    cr_expect_eq(phw_sinc_resample(y, 1, x, N, (double)NAN, 0.5), PHW_EARG);
    cr_expect_eq(phw_sinc_resample(y, 1, x, N, 1, 0.6), PHW_EARG);
    cr_expect_eq(phw_sinc_resample(y, 1, x, N, 1, 0), PHW_EARG);
    cr_expect_eq(phw_sinc_resample(y, 1, x, 0, 1, 0.5), PHW_OK);
    cr_expect_eq(y[0], 0);
}

#include "channel/profile_exponential.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

#include "tests/channel/statistics.h"

static double complex correlation(const phw_taps *t, double offset_hz)
{
    double complex sum = 0;
    for (size_t l = 0; l < t->n; ++l)
        sum += t->power[l] * phasor(-offset_hz * t->delay_s[l]);
    return sum;
}

Test(profile_exponential, falls_by_thirty_decibels_in_equal_steps)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, &phw_profile_exponential, 50e-9, 30), PHW_OK);
    cr_assert_eq(t.n, 30);
    for (size_t l = 1; l < t.n; ++l) {
        cr_expect_float_eq(10 * log10(t.power[l] / t.power[l - 1]), -1, 1e-9);
        cr_expect_float_eq(t.delay_s[l] - t.delay_s[l - 1], t.delay_s[1], 1e-18);
    }
}

Test(profile_exponential, any_number_of_taps_has_the_delay_spread_asked_for)
{
    for (size_t n = 2; n <= PHW_TAPS_MAX; ++n) {
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, &phw_profile_exponential, 1e-6, n), PHW_OK);
        cr_expect_eq(t.n, n);
        cr_expect_float_eq(phw_taps_delay_spread(&t), 1e-6, 1e-17);
    }
}

/* 1 / (1 + j 2 pi df DS) is the transform of the endless continuous profile. Cut at
 * 30 dB and stretched back to the same spread it differs by less than 0.01. */
Test(profile_exponential, tends_to_the_frequency_correlation_of_the_continuous_profile)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, &phw_profile_exponential, 1e-6, 64), PHW_OK);
    const double offset[] = {0.02, 0.1, 0.2757, 0.5};
    for (size_t i = 0; i < sizeof offset / sizeof offset[0]; ++i) {
        const double closed = 1 / sqrt(1 + pow(2 * M_PI * offset[i], 2));
        cr_expect_float_eq(cabs(correlation(&t, offset[i] * 1e6)), closed, 0.01,
                           "%g/DS: %g against %g", offset[i],
                           cabs(correlation(&t, offset[i] * 1e6)), closed);
    }
}

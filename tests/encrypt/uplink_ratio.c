#include "encrypt/uplink_ratio.h"

#include <math.h>

#include <criterion/criterion.h>

#include "phy/line_error.h"

Test(uplink_ratio, decibels_are_of_powers)
{
    cr_expect_float_eq(phw_uplink_to_db(100), 20, 1e-12);
    cr_expect_float_eq(phw_uplink_from_db(-3), 0.501187, 1e-6);
}

Test(uplink_ratio, noise_variance_and_power_give_the_ratios_asked_for)
{
    const double v = phw_uplink_noise_variance(0.25, 6.31, 8.2);
    cr_expect_float_eq(v, 4 * 0.25 * 8.2 / 6.31, 1e-12);
    /* The power that arrives is jsr times the tag's. */
    cr_expect_float_eq(phw_uplink_noise_power(0.25, 0.5, 100) * 0.5, 25, 1e-12);
}

/* JSR 20 dB, Eb/N0 8 dB: Q(2 / sqrt(4 / 6.3096 + 100)) independent a half bit,
 * Q(2 / sqrt(4 / 6.3096 + 200)) antisymmetric. */
Test(uplink_ratio, the_decision_snr_has_no_factor_of_two_wrong)
{
    const double e = phw_uplink_from_db(8);
    const double independent = phw_uplink_decision_snr(e, 100, 0.5, 1);
    const double antisymmetric = phw_uplink_decision_snr(e, 100, 1, 1);
    cr_expect_float_eq(phw_gaussian_tail(sqrt(independent)), 0.42099, 1e-5);
    cr_expect_float_eq(phw_gaussian_tail(sqrt(antisymmetric)), 0.44386, 1e-5);
    /* Without noise of ours it is Eb/N0, without any it has no end. */
    cr_expect_float_eq(phw_uplink_decision_snr(e, 100, 1, 0), e, 1e-12);
    cr_expect_eq(phw_uplink_decision_snr(HUGE_VAL, 100, 1, 0), HUGE_VAL);
    cr_expect_float_eq(phw_uplink_decision_snr(HUGE_VAL, 100, 1, 1), 0.02, 1e-15);
}

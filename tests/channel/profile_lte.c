#include "channel/profile_lte.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

/* Powers taken for amplitudes, a mistake others made, would double the decibels. */
Test(profile_lte, decibels_are_of_power)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("epa"), 0, 0), PHW_OK);
    cr_expect_float_eq(10 * log10(t.power[6] / t.power[0]), -20.8, 1e-9);
    cr_expect_float_eq(phw_taps_delay_spread(&t), 43.129e-9, 1e-12);
}

#include "channel/profile_flat.h"

#include <criterion/criterion.h>

#include "channel/profiles.h"

Test(profile_flat, has_one_tap_of_unit_power_at_zero)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, &phw_profile_flat, 1e-6, 0), PHW_OK);
    cr_expect_eq(t.n, 1);
    cr_expect_float_eq(t.delay_s[0], 0, 0);
    cr_expect_float_eq(t.power[0], 1, 0);
}

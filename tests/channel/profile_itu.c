#include "channel/profile_itu.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

Test(profile_itu, the_strongest_tap_of_vehicular_b_is_its_second)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("itu-vehicular-b"), 0, 0),
                 PHW_OK);
    cr_expect_float_eq(10 * log10(t.power[0] / t.power[1]), -2.5, 1e-9);
    cr_expect_float_eq(t.delay_s[1], 300e-9, 0);
}

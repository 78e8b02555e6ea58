#include "channel/profile_two_ray.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

Test(profile_two_ray, any_second_ray_gives_the_delay_spread_asked_for)
{
    static const char *const text[] = {"two-ray", "two-ray:power_db=-10",
                                       "two-ray:power_db=6:steady=0.5"};
    for (size_t i = 0; i < 3; ++i) {
        phw_taps t = {0};
        cr_assert_eq(phw_profile_read(&t, text[i], 80e-9, 0), PHW_OK);
        cr_expect_eq(t.n, 2);
        cr_expect_float_eq(phw_taps_delay_spread(&t), 80e-9, 1e-20, "%s", text[i]);
    }
}

Test(profile_two_ray, powers_and_steadiness_are_the_ones_set)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_read(&t, "two-ray:power_db=-10:steady=1", 1e-6, 0),
                 PHW_OK);
    cr_expect_float_eq(t.power[1] / t.power[0], 0.1, 1e-15);
    cr_expect_float_eq(t.steady[0], 1, 0);
    cr_expect_float_eq(t.steady[1], 0, 0);
}

#include "channel/profile_table.h"

#include <criterion/criterion.h>

static const phw_profile_row rows[] = {{0, 0}, {2, -10}};

Test(profile_table, delays_scale_or_are_nanoseconds)
{
    phw_profile p = {PHW_PROFILE_TABLE(rows), .scalable = true};
    phw_taps t = {0};
    phw_profile_table_taps(&t, &p, 5e-6, NULL);
    cr_assert_eq(t.n, 2);
    cr_expect_float_eq(t.delay_s[1], 10e-6, 1e-18);
    cr_expect_float_eq(t.power[1], 0.1, 1e-15);
    p.scalable = false;
    phw_profile_table_taps(&t, &p, 5e-6, NULL);
    cr_expect_float_eq(t.delay_s[1], 2e-9, 0);
}

Test(profile_table, a_rice_factor_is_a_share)
{
    cr_expect_float_eq(phw_profile_steady(0), 0.5, 0);
    cr_expect_float_eq(phw_profile_steady(10), 10.0 / 11, 1e-15);
    cr_expect_float_eq(phw_profile_steady(-10), 1.0 / 11, 1e-15);
}

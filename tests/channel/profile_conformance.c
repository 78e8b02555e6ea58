#include "channel/profile_conformance.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

Test(profile_conformance, delays_lie_on_a_grid_of_five_nanoseconds)
{
    for (size_t i = 0; i < PHW_N_PROFILES_CONFORMANCE; ++i) {
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, &phw_profiles_conformance[i], 0, 0), PHW_OK);
        cr_expect_eq(t.n, 12);
        for (size_t l = 0; l < t.n; ++l)
            cr_expect_float_eq(remainder(t.delay_s[l] * 1e9, 5), 0, 1e-9);
    }
}

Test(profile_conformance, does_not_scale_with_the_delay_spread)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("tdlc300"), 7e-6, 0), PHW_OK);
    cr_expect_float_eq(t.delay_s[11], 2595e-9, 0);
}

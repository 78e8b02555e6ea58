#include "channel/profile_cost259.h"

#include <criterion/criterion.h>

#include "channel/profiles.h"

Test(profile_cost259, only_the_rural_area_has_a_line_of_sight)
{
    for (size_t i = 0; i < PHW_N_PROFILES_COST259; ++i) {
        const phw_profile *p = &phw_profiles_cost259[i];
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, p, 0, 0), PHW_OK);
        cr_expect_eq(t.steady[0] > 0, p->n_params == 1, "%s", p->name);
    }
    phw_taps t = {0};
    cr_assert_eq(phw_profile_read(&t, "cost259-rax:k_db=0", 0, 0), PHW_OK);
    cr_expect_float_eq(t.steady[0], 0.5, 1e-12);
}

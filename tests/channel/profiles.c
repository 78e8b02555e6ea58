#include "channel/profiles.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

Test(profiles, every_profile_is_found_by_its_name_in_any_case)
{
    cr_assert_geq(phw_profile_count(), 5);
    for (size_t i = 0; i < phw_profile_count(); ++i) {
        const phw_profile *p = phw_profile_at(i);
        cr_expect_eq(phw_profile_find(p->name), p);
        cr_expect(p->summary[0] != 0 && p->reference[0] != 0 && p->taps != NULL);
    }
    cr_expect_eq(phw_profile_find("TDL-A"), phw_profile_find("tdl-a"));
    cr_expect_null(phw_profile_find("tdl-z"));
    cr_expect_null(phw_profile_at(phw_profile_count()));
}

Test(profiles, powers_sum_to_one_and_the_delay_spread_is_the_one_asked_for)
{
    for (size_t i = 0; i < phw_profile_count(); ++i) {
        const phw_profile *p = phw_profile_at(i);
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, p, 100e-9, 0), PHW_OK);
        double sum = 0;
        for (size_t l = 0; l < t.n; ++l)
            sum += t.power[l];
        cr_expect_float_eq(sum, 1, 1e-12, "%s", p->name);
        /* TDL-A's rounded table is off by 1e-4 (the standard's own). */
        const double spread = strcmp(p->name, "flat") == 0 ? 0 : 100e-9;
        cr_expect_float_eq(phw_taps_delay_spread(&t), spread, 1.5e-4 * 100e-9, "%s",
                           p->name);
    }
}

Test(profiles, no_delay_spread_puts_all_taps_at_zero)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("tdl-b"), 0, 0), PHW_OK);
    for (size_t l = 0; l < t.n; ++l)
        cr_expect_float_eq(t.delay_s[l], 0, 0);
}

Test(profiles, impossible_requests_are_refused_and_the_output_kept)
{
    const phw_profile *tdl = phw_profile_find("tdl-a");
    phw_taps t = {.n = 7};
    cr_expect_eq(phw_profile_taps(&t, tdl, -1e-9, 0), PHW_EARG);
    cr_expect_eq(phw_profile_taps(&t, tdl, nan(""), 0), PHW_EARG);
    cr_expect_eq(phw_profile_taps(&t, tdl, HUGE_VAL, 0), PHW_EARG);
    cr_expect_eq(phw_profile_taps(&t, tdl, 1e-7, 22), PHW_EARG);
    cr_expect_eq(phw_profile_taps(&t, phw_profile_find("flat"), 0, 2), PHW_EARG);
    const phw_profile *exponential = phw_profile_find("exponential");
    cr_expect_eq(phw_profile_taps(&t, exponential, 1e-7, 1), PHW_EARG);
    cr_expect_eq(phw_profile_taps(&t, exponential, 1e-7, 65), PHW_EARG);
    cr_expect_eq(t.n, 7);
}

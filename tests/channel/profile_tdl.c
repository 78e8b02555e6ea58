#include "channel/profile_tdl.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

static phw_taps taps_of(const char *name)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find(name), 100e-9, 0), PHW_OK);
    return t;
}

Test(profile_tdl, delays_are_multiples_of_the_delay_spread)
{
    const phw_taps t = taps_of("tdl-e");
    cr_expect_float_eq(t.delay_s[t.n - 1], 20.6519 * 100e-9, 1e-18);
    cr_expect_float_eq(10 * log10(t.power[13] / t.power[14]), -29.8 + 29.2, 1e-12);
}

Test(profile_tdl, a_line_of_sight_stands_beside_the_scatter_of_its_delay)
{
    static const struct {
        const char *name;
        double k_db;
    } los[] = {{"tdl-d", 13.3}, {"tdl-e", 22.0}};

    for (size_t i = 0; i < 2; ++i) {
        const phw_taps t = taps_of(los[i].name);
        cr_expect_float_eq(t.steady[0], 1, 0);
        cr_expect_float_eq(t.delay_s[0], t.delay_s[1], 0);
        cr_expect_float_eq(10 * log10(t.power[0] / t.power[1]), los[i].k_db, 1e-9);
        for (size_t l = 1; l < t.n; ++l)
            cr_expect_float_eq(t.steady[l], 0, 0);
    }
}

Test(profile_tdl, without_a_line_of_sight_all_taps_scatter)
{
    static const char *const nlos[] = {"tdl-a", "tdl-b", "tdl-c"};
    for (size_t i = 0; i < 3; ++i) {
        const phw_taps t = taps_of(nlos[i]);
        for (size_t l = 0; l < t.n; ++l)
            cr_expect(!(t.steady[l] > 0) && t.spectrum[l] == NULL);
    }
}

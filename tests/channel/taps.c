#include "channel/taps.h"

#include <criterion/criterion.h>

Test(taps, two_equal_taps_have_half_their_distance_as_spread)
{
    phw_taps t = {.n = 2, .delay_s = {1e-6, 3e-6}, .power = {5, 5}};
    cr_expect_float_eq(phw_taps_mean_delay(&t), 2e-6, 1e-18);
    cr_expect_float_eq(phw_taps_delay_spread(&t), 1e-6, 1e-18);
}

Test(taps, normalizing_makes_the_powers_sum_to_one)
{
    phw_taps t = {.n = 3, .power = {1, 2, 5}};
    cr_assert_eq(phw_taps_normalize(&t), PHW_OK);
    cr_expect_float_eq(t.power[0], 0.125, 1e-15);
    cr_expect_float_eq(t.power[1], 0.25, 1e-15);
    cr_expect_float_eq(t.power[2], 0.625, 1e-15);
}

Test(taps, powers_that_cannot_be_are_refused_and_kept)
{
    phw_taps negative = {.n = 2, .power = {2, -1}};
    cr_expect_eq(phw_taps_normalize(&negative), PHW_EARG);
    cr_expect_float_eq(negative.power[0], 2, 0);
    phw_taps zero = {.n = 2};
    cr_expect_eq(phw_taps_normalize(&zero), PHW_EARG);
    phw_taps infinite = {.n = 1, .power = {1.0 / 0.0}};
    cr_expect_eq(phw_taps_normalize(&infinite), PHW_EARG);
    phw_taps nan = {.n = 1, .power = {0.0 / 0.0}};
    cr_expect_eq(phw_taps_normalize(&nan), PHW_EARG);
}

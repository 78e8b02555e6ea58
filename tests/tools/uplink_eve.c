#include "tools/uplink_eve.h"

#include <string.h>

#include <criterion/criterion.h>

enum {
    N = 4000
};

/* Attack `i` gets every `period`-th bit wrong; all are equally sure, or sure where they
 * are right alone. */
static void fill(phw_uplink_eve *eve, size_t i, size_t period, bool knows)
{
    for (size_t k = 0; k < N; ++k) {
        const bool wrong = k % period == 0;
        const float size = knows && wrong ? 0.1F : 1;
        eve->outcome[i].soft[k] = (eve->bit[k] != 0) != wrong ? size : -size;
    }
}

static void make(phw_uplink_eve *eve, size_t period, bool knows)
{
    cr_assert_eq(phw_uplink_eve_alloc(eve, N), PHW_OK);
    for (size_t k = 0; k < N; ++k)
        eve->bit[k] = k / 7 % 2;
    for (size_t i = 0; i < eve->n_outcomes; ++i)
        fill(eve, i, 2, false);
    fill(eve, 0, 8, false);
    fill(eve, 1, period, knows);
    cr_assert_eq(phw_uplink_eve_measure(eve), PHW_OK);
}

/* One error in four, all of them told by a small size, is more than one in eight that
 * are not: 1 - 0 against 1 - h(1/8). */
Test(uplink_eve, the_strongest_is_the_one_that_learns_most)
{
    phw_uplink_eve eve = {0};
    char rivals[64];
    make(&eve, 4, true);
    cr_expect_gt(eve.outcome[1].leakage.error_rate, eve.outcome[0].leakage.error_rate);
    cr_expect_eq(phw_uplink_eve_strongest(&eve), &eve.outcome[1]);
    phw_uplink_eve_rivals(rivals, sizeof rivals, &eve);
    cr_expect_str_empty(rivals);
    cr_expect(eve.outcome[1].information.high <= 1);
    phw_uplink_eve_free(&eve);
}

Test(uplink_eve, those_that_the_bits_do_not_tell_apart_are_named)
{
    phw_uplink_eve eve = {0};
    char rivals[64];
    make(&eve, 9, false);
    cr_expect_eq(phw_uplink_eve_strongest(&eve), &eve.outcome[1]);
    phw_uplink_eve_rivals(rivals, sizeof rivals, &eve);
    cr_expect_str_eq(rivals, eve.outcome[0].attack->name);
    phw_uplink_eve_free(&eve);
}

#include "phy/delay_prior.h"

#include <math.h>

#include <criterion/criterion.h>

static double sum_of(const phw_delay_prior *p)
{
    double sum = 0;
    for (size_t l = 0; l < p->n; ++l)
        sum += p->power[l];
    return sum;
}

/* Cells a twentieth of the spread add 1/12 of a cell's square; the cut takes 0.5 %. */
Test(delay_prior, profiles_have_the_spread_that_was_asked_for)
{
    for (double rms = 0.5; rms < 5; rms *= 2) {
        phw_delay_prior p;
        cr_assert_eq(phw_delay_prior_exponential(&p, -1, rms, rms / 20), PHW_OK);
        cr_expect_float_eq(sum_of(&p), 1, 1e-12);
        cr_expect_float_eq(phw_delay_prior_rms(&p) / rms, 1, 0.006, "%g",
                           phw_delay_prior_rms(&p) / rms);
        cr_expect_float_eq(p.delay[0], -1 + rms / 40, 1e-12);
        cr_assert_eq(phw_delay_prior_uniform(&p, 2, rms, rms / 20), PHW_OK);
        cr_expect_float_eq(sum_of(&p), 1, 1e-12);
        cr_expect_float_eq(phw_delay_prior_rms(&p) / rms, 1, 0.001);
        cr_expect_lt(p.delay[p.n - 1], 2 + sqrt(12) * rms);
    }
}

Test(delay_prior, without_spread_is_one_tap)
{
    phw_delay_prior p;
    cr_assert_eq(phw_delay_prior_exponential(&p, 1.5, 0, 0.5), PHW_OK);
    cr_expect(p.n == 1 && p.delay[0] == 1.5 && p.power[0] == 1);
    cr_assert_eq(phw_delay_prior_uniform(&p, 1.5, 0, 0.5), PHW_OK);
    cr_expect(p.n == 1 && p.delay[0] == 1.5 && p.power[0] == 1);
    cr_expect_eq(phw_delay_prior_rms(&p), 0);
}

Test(delay_prior, taps_are_those_given)
{
    const double delay[] = {0, 1.5, 4};
    const double power[] = {4, 0, 1};
    phw_delay_prior p;
    cr_assert_eq(phw_delay_prior_taps(&p, delay, power, 3), PHW_OK);
    cr_expect(p.n == 3 && p.delay[1] == 1.5);
    cr_expect_float_eq(p.power[0], 0.8, 1e-12);
    cr_expect_float_eq(phw_delay_prior_rms(&p), 1.6, 1e-12);
}

Test(delay_prior, what_is_none_is_refused)
{
    const double delay[] = {0, 1, 1};
    const double power[] = {1, -1, 1};
    const double none[] = {0, 0, 0};
    phw_delay_prior p = {.n = 77};
    cr_expect_eq(phw_delay_prior_exponential(&p, 0, -1, 1), PHW_EARG);
    cr_expect_eq(phw_delay_prior_exponential(&p, 0, 1, 0), PHW_EARG);
    cr_expect_eq(phw_delay_prior_exponential(&p, 0, 100, 0.1), PHW_EARG);
    cr_expect_eq(phw_delay_prior_exponential(&p, (double)NAN, 1, 1), PHW_EARG);
    cr_expect_eq(phw_delay_prior_uniform(&p, 0, HUGE_VAL, 1), PHW_EARG);
    cr_expect_eq(phw_delay_prior_uniform(&p, 0, 1e3, 1), PHW_EARG);
    cr_expect_eq(phw_delay_prior_taps(&p, delay, none, 2), PHW_EARG);
    cr_expect_eq(phw_delay_prior_taps(&p, delay, power, 2), PHW_EARG);
    cr_expect_eq(phw_delay_prior_taps(&p, delay, delay, 3), PHW_EARG);
    cr_expect_eq(phw_delay_prior_taps(&p, delay, power, 0), PHW_EARG);
    cr_expect_eq(phw_delay_prior_taps(&p, delay, power, PHW_DELAY_TAPS_MAX + 1),
                 PHW_EARG);
    cr_expect_eq(p.n, 77);
}

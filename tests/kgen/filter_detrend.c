#include "kgen/filter_detrend.h"

#include "tests/kgen/pair.h"

static phw_params window_of(double rows)
{
    return (phw_params){.value = {rows}};
}

/* A line has no curvature: inside, its moving average is itself. */
Test(filter_detrend, takes_a_trend_off)
{
    phw_features x = {0};
    const phw_params p = window_of(5);
    cr_assert_eq(phw_features_alloc(&x, 100, 1), PHW_OK);
    for (size_t r = 0; r < 100; ++r)
        x.value[r] = 40 + 0.25 * (double)r;
    cr_assert_eq(phw_filter_detrend.apply(&x, &p), PHW_OK);
    for (size_t r = 2; r < 98; ++r)
        cr_expect_float_eq(x.value[r], 0, 1e-12);
    phw_features_free(&x);
}

Test(filter_detrend, wants_an_odd_window_and_enough_rows)
{
    phw_features x = {0};
    phw_params p = window_of(4);
    cr_expect_eq(phw_filter_detrend.check(&p), PHW_EARG);
    p = window_of(101);
    cr_expect_eq(phw_filter_detrend.check(&p), PHW_OK);
    cr_assert_eq(phw_features_alloc(&x, 100, 1), PHW_OK);
    cr_expect_eq(phw_filter_detrend.apply(&x, &p), PHW_ESHORT);
    for (size_t n = 1; n < 200; ++n) {
        p = window_of(101);
        phw_filter_detrend.shorten(&p, n);
        cr_expect_leq(p.value[0], (double)n);
        cr_expect_eq(phw_filter_detrend.check(&p), PHW_OK);
        cr_expect_geq(p.value[0], n < 101 ? (double)n - 1 : 101);
    }
    phw_features_free(&x);
}

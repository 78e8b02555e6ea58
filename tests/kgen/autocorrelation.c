#include "kgen/autocorrelation.h"

#include <math.h>

#include <criterion/criterion.h>

Test(autocorrelation, of_a_short_series_is_the_sums_by_hand)
{
    const double x[5] = {1, 2, 0, 4, 3}; /* less 2: -1 0 -2 2 1, squares 10 */
    double r[5];
    cr_assert_eq(phw_autocorrelation(r, x, 5, 4), PHW_OK);
    cr_expect_float_eq(r[0], 1, 1e-15);
    cr_expect_float_eq(r[1], (0 + 0 - 4 + 2) / 10.0, 1e-15);
    cr_expect_float_eq(r[2], (2 + 0 - 2) / 10.0, 1e-15);
    cr_expect_float_eq(r[3], (-2 + 0) / 10.0, 1e-15);
    cr_expect_float_eq(r[4], -1 / 10.0, 1e-15);
}

Test(autocorrelation, bad_series_are_refused)
{
    const double constant[4] = {3, 3, 3, 3};
    const double hole[4] = {3, (double)NAN, 3, 3};
    double r[5] = {7};
    cr_expect_eq(phw_autocorrelation(r, constant, 4, 2), PHW_ESHORT);
    cr_expect_eq(phw_autocorrelation(r, hole, 4, 2), PHW_EINPUT);
    const double x[4] = {1, 2, 3, 4};
    cr_expect_eq(phw_autocorrelation(r, x, 4, 4), PHW_EARG);
    cr_expect_eq(r[0], 7);
}

/* J0 is even: at 0.02 turns what the polynomial leaves out is below 1e-5. */
Test(autocorrelation, noise_is_what_lag_0_has_too_much)
{
    double r[4] = {1};
    for (int k = 1; k < 4; ++k)
        r[k] = 0.7 * j0(2 * M_PI * 0.02 * k);
    cr_expect_float_eq(phw_autocorrelation_signal(r), 0.7, 1e-4);
    r[1] = 0.4;
    cr_expect_eq(phw_autocorrelation_signal(r), 1);
}

#include "kgen/filter_wiener.h"

#include "tests/kgen/filter_smoothers.h"

/* The parabola takes a first-order series' cusp for flat: a little noise is left. The
 * optimum of rows on both sides is the Kalman smoother's; it is missed by less than a
 * tenth, and the error of any smoother is above it but for 5 x 0.035 (as there). */
Test(filter_wiener, comes_near_the_least_error)
{
    const double a = 0.97;
    const double noise = 0.2;
    const double q = 1 - a * a;
    const double b = noise * (1 - a * a) - q;
    const double ahead = (sqrt(b * b + 4 * q * noise) - b) / 2;
    const double filtered = ahead * noise / (ahead + noise);
    const double c = filtered * a / ahead;
    const double least = (filtered - c * c * ahead) / (1 - c * c);
    phw_features x = {0};
    double *truth = NULL;
    const phw_params p = {.value = {16}};
    noisy_series(&x, &truth, 100000, a, noise);
    cr_assert_eq(phw_filter_wiener.apply(&x, &p), PHW_OK);
    const double error = mean_square(&x, truth);
    cr_expect_gt(error, least * (1 - 5 * 0.035));
    cr_expect_lt(error, least * (1.1 + 5 * 0.035));
    free(truth);
    phw_features_free(&x);
}

Test(filter_wiener, leaves_what_has_no_noise)
{
    phw_features x = {0};
    const phw_params p = {.value = {4}};
    cr_assert_eq(phw_features_alloc(&x, 20, 1), PHW_OK);
    cr_expect_eq(phw_filter_wiener.apply(&x, &p), PHW_OK);
    cr_expect_eq(x.value[3], 0);
    x.n_rows = 9;
    cr_expect_eq(phw_filter_wiener.apply(&x, &p), PHW_ESHORT);
    x.n_rows = 20;
    phw_features_free(&x);
}

#include "kgen/filter_ar.h"

#include "kgen/autocovariance.h"

#include "tests/kgen/filter_smoothers.h"

/* Innovations of a first-order series without noise: variance 1 - a^2, no memory. */
Test(filter_ar, leaves_innovations)
{
    const size_t n = 20000;
    const double a = 0.9;
    phw_features x = {0};
    double *truth = NULL;
    double r[6];
    const phw_params p = {.value = {3}};
    noisy_series(&x, &truth, n, a, 0);
    cr_assert_eq(phw_filter_ar.apply(&x, &p), PHW_OK);
    cr_assert_eq(x.n_rows, n - 3);
    cr_expect_eq(x.sequence[0], 3);
    phw_autocovariance(r, 5, x.value, x.n_rows);
    cr_expect_float_eq(r[0], 1 - a * a, 5 * (1 - a * a) * sqrt(2.0 / (double)n));
    for (size_t l = 1; l < 6; ++l)
        cr_expect_float_eq(r[l] / r[0], 0, 5 / sqrt((double)n));
    free(truth);
    phw_features_free(&x);
}

Test(filter_ar, needs_rows_enough)
{
    phw_features x = {0};
    phw_params p = {.value = {10}};
    cr_assert_eq(phw_features_alloc(&x, 21, 1), PHW_OK);
    x.value[3] = 1;
    cr_expect_eq(phw_filter_ar.apply(&x, &p), PHW_ESHORT);
    phw_filter_ar.shorten(&p, 21);
    cr_expect_eq(phw_filter_ar.apply(&x, &p), PHW_OK);
    phw_features_free(&x);
}

#include "kgen/autocovariance.h"

#include "tests/kgen/pair.h"

Test(autocovariance, is_the_mean_of_lagged_products)
{
    static const double x[] = {1, 2, 4, 8, 10};
    double r[7];
    /* Less 5: -4 -3 -1 3 5. */
    phw_autocovariance(r, 6, x, 5);
    cr_expect_float_eq(r[0], 60 / 5.0, 1e-12);
    cr_expect_float_eq(r[1], (12 + 3 - 3 + 15) / 5.0, 1e-12);
    cr_expect_float_eq(r[2], (4 - 9 - 5) / 5.0, 1e-12);
    cr_expect_float_eq(r[4], -20 / 5.0, 1e-12);
    cr_expect_eq(r[5], 0);
    cr_expect_eq(r[6], 0);
}

/* cos about lag 0 is even: the polynomial through four lags errs by their eighth
 * power. */
Test(autocovariance, tells_signal_from_white_noise)
{
    const double r[5] = {1.5, cos(0.1), cos(0.2), cos(0.3), cos(0.4)};
    cr_expect_float_eq(phw_autocovariance_signal(r), 1, 1e-9);
    const double none[5] = {1, -0.2, 0.1, 0, 0};
    cr_expect_eq(phw_autocovariance_signal(none), 0);
    const double all[5] = {1, 1.1, 0.1, 0, 0};
    cr_expect_eq(phw_autocovariance_signal(all), 1);
}

/* x_k = 1.2 x_(k-1) - 0.5 x_(k-2) + e_k. An estimate's variance is below 1 / n for
 * either coefficient (1 - a_2^2) / n. */
Test(autocovariance, autoregression_finds_the_model)
{
    const size_t n = 40000;
    double *e = normals(n, 4);
    double a[2];
    double variance = 0;
    for (size_t k = 2; k < n; ++k)
        e[k] += 1.2 * e[k - 1] - 0.5 * e[k - 2];
    cr_assert_eq(phw_autoregression(a, &variance, 2, e, n), PHW_OK);
    cr_expect_float_eq(a[0], 1.2, 5 * sqrt(0.75 / (double)n));
    cr_expect_float_eq(a[1], -0.5, 5 * sqrt(0.75 / (double)n));
    cr_expect_float_eq(variance, 1, 5 * sqrt(2.0 / (double)n));
    cr_expect_eq(phw_autoregression(a, NULL, 2, e, 5), PHW_ESHORT);
    for (size_t k = 0; k < 10; ++k)
        e[k] = 3;
    cr_assert_eq(phw_autoregression(a, &variance, 2, e, 10), PHW_OK);
    cr_expect_eq(a[0], 0);
    cr_expect_eq(variance, 0);
    free(e);
}

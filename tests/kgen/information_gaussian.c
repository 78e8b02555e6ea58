#include "kgen/information_gaussian.h"

#include "tests/kgen/rows_of.h"

/* reference/keygen 3.5: -1/2 log2(1 - rho^2); the bound is 5 standard errors. */
Test(information_gaussian, is_that_of_the_correlation)
{
    static const double rho[] = {0, 0.5, 0.9, 0.99};
    static const double bits[] = {0, 0.20752, 1.19796, 2.82554};
    for (uint32_t i = 0; i < 4; ++i) {
        enum {
            N = 20000
        };

        phw_features x[2];
        phw_information_figure f = {0};
        rows_of_pair(x, pair_normal(N, rho[i], 200 + i));
        cr_assert_eq(phw_information_gaussian.measure(&f, &x[0], &x[1], NULL), PHW_OK);
        const double sigma = rho[i] / sqrt(N) / M_LN2;
        /* At rho = 0 it is chi-square of one degree over 2 n ln 2: 25 at 5 sigma. */
        cr_expect_float_eq(f.bits, bits[i], 5 * sigma + 25 / (2 * N * M_LN2), "%g: %g",
                           rho[i], f.bits);
        cr_expect_float_eq(f.deviation_bits, sigma, 0.05 * sigma + 1e-4);
        cr_expect_float_eq(f.bias_bits, 1 / (2 * N * M_LN2), 1e-12);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
}

/* reference/keygen 3.6: 0.907 bit an exchange indoors, 2.480 outdoors, if exchanges had
 * no memory. */
Test(information_gaussian, of_the_recorded_pairs_is_the_references)
{
    phw_features x[2];
    phw_information_figure f = {0};
    rows_of_pair(x, pair_indoor());
    cr_assert_eq(phw_information_gaussian.measure(&f, &x[0], &x[1], NULL), PHW_OK);
    cr_expect_float_eq(f.bits, 0.907, 5e-4, "%g", f.bits);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
    rows_of_pair(x, pair_outdoor());
    cr_assert_eq(phw_information_gaussian.measure(&f, &x[0], &x[1], NULL), PHW_OK);
    cr_expect_float_eq(f.bits, 2.480, 5e-4, "%g", f.bits);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

Test(information_gaussian, of_equal_series_is_finite)
{
    double *z = normals(100, 3);
    phw_features x = rows_of(z, 100, 1);
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_gaussian.measure(&f, &x, &x, NULL), PHW_OK);
    cr_expect(f.bits > 20 && isfinite(f.bits), "%g", f.bits);
    phw_features_free(&x);
    free(z);
}

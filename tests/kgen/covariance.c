#include "kgen/covariance.h"

#include "tests/kgen/rows_of.h"

Test(covariance, has_the_correlations_of_all_parties)
{
    enum {
        N = 5000
    };

    phw_features x[2];
    rows_of_pair(x, pair_normal(N, 0.6, 800));
    const phw_features *const party[] = {&x[0], &x[1]};
    phw_covariance c = {0};
    double det = 0;
    cr_assert_eq(phw_covariance_measure(&c, party, 2, 0), PHW_OK);
    const double r = c.r[1];
    cr_expect_float_eq(r, 0.6, 5 * 0.64 / sqrt(N));
    cr_expect_eq(c.r[2], r);
    cr_expect(c.r[0] == 1 && c.r[3] == 1 && c.shrinkage == 0);
    cr_assert_eq(phw_covariance_log2_det(&det, &c, 0, 2, 0, 0), PHW_OK);
    cr_expect_float_eq(det, log2(1 - r * r), 1e-12);
    cr_assert_eq(phw_covariance_log2_det(&det, &c, 0, 1, 1, 2), PHW_OK);
    cr_expect_float_eq(det, log2(1 - r * r), 1e-12);
    cr_assert_eq(phw_covariance_log2_det(&det, &c, 1, 2, 0, 0), PHW_OK);
    cr_expect_float_eq(det, 0, 1e-12);
    cr_assert_eq(phw_covariance_log2_det(&det, &c, 1, 1, 0, 0), PHW_OK);
    cr_expect_eq(det, 0);
    phw_covariance_free(&c);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

/* The best share: (1 - r^2)^2 / (n - 1) / r^2 of two series, below 20 rows of each. */
Test(covariance, shrinks_by_what_is_uncertain)
{
    phw_features x[2];
    rows_of_pair(x, pair_normal(39, 0.3, 801));
    const phw_features *const party[] = {&x[0], &x[1]};
    phw_covariance plain = {0};
    phw_covariance c = {0};
    cr_assert_eq(phw_covariance_measure(&plain, party, 2, 0), PHW_OK);
    cr_assert_eq(phw_covariance_measure(&c, party, 2, -1), PHW_OK);
    const double r2 = plain.r[1] * plain.r[1];
    cr_expect_float_eq(c.shrinkage, fmin(1, (1 - r2) * (1 - r2) / 38 / r2), 1e-12);
    cr_expect_float_eq(c.r[1], (1 - c.shrinkage) * plain.r[1], 1e-12);
    phw_covariance_free(&plain);
    phw_covariance_free(&c);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

Test(covariance, refuses_a_series_that_follows_from_others)
{
    double *z = normals(300, 12);
    for (size_t i = 0; i < 100; ++i)
        z[200 + i] = z[i] - 2 * z[100 + i];
    phw_features x = rows_of(z, 100, 3);
    const phw_features *const party[] = {&x};
    phw_covariance c = {0};
    double det = 7;
    cr_assert_eq(phw_covariance_measure(&c, party, 1, 0), PHW_OK);
    cr_expect_eq(phw_covariance_log2_det(&det, &c, 0, 3, 0, 0), PHW_ESHORT);
    cr_expect_eq(det, 7);
    cr_expect_eq(phw_covariance_log2_det(&det, &c, 0, 2, 0, 0), PHW_OK);
    phw_covariance_free(&c);
    phw_features_free(&x);
    free(z);
}

Test(covariance, refuses_too_many_series)
{
    double *z = normals((size_t)3 * 600, 13);
    phw_features x = rows_of(z, 3, 600);
    const phw_features *const party[] = {&x};
    phw_covariance c = {.n = 7};
    cr_expect_eq(phw_covariance_measure(&c, party, 1, 0), PHW_EARG);
    cr_expect_eq(c.n, 7);
    phw_features_free(&x);
    free(z);
}

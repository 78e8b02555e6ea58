#include "kgen/regression.h"

#include "kgen/series.h"

#include "tests/kgen/pair.h"

enum {
    N = 500
};

/* y = 2 a - 3 b + e of unit normals leaves 1 / 14 open but for sampling; what is
 * checked is the algebra: the residual is orthogonal to the regressors, and its norm
 * the share. */
Test(regression, leaves_open_what_is_orthogonal_to_its_regressors)
{
    double *x[3] = {normals(N, 1), normals(N, 2), normals(N, 3)};
    double prediction[N];
    phw_regression g = {0};
    for (size_t r = 0; r < N; ++r)
        x[2][r] += 2 * x[0][r] - 3 * x[1][r];
    cr_assert_eq(phw_regression_alloc(&g, N, 2), PHW_OK);
    for (unsigned i = 0; i < 3; ++i)
        phw_series_normalise(x[i], N);
    cr_expect_float_eq(phw_regression_try(&g, x[2]), 1, 0);
    cr_expect_float_eq(phw_regression_try(&g, x[0]), 1, 0);
    phw_regression_take(&g);
    cr_expect_gt(phw_regression_try(&g, x[1]), 0.9);
    phw_regression_take(&g);
    const double open = phw_regression_try(&g, x[2]);
    phw_regression_predict(prediction, &g);
    for (size_t r = 0; r < N; ++r)
        prediction[r] = x[2][r] - prediction[r];
    cr_expect_float_eq(phw_series_dot(prediction, x[0], N), 0, 1e-12);
    cr_expect_float_eq(phw_series_dot(prediction, x[1], N), 0, 1e-12);
    cr_expect_float_eq(phw_series_dot(prediction, prediction, N), open, 1e-12);
    cr_expect_float_eq(open, 1.0 / 14, 5 * 2 / 14.0 / sqrt(N));
    phw_regression_free(&g);
    for (unsigned i = 0; i < 3; ++i)
        free(x[i]);
}

Test(regression, is_not_changed_by_a_regressor_twice)
{
    pair p = pair_normal(N, 0.7, 5);
    phw_regression g = {0};
    phw_series_normalise(p.x, N);
    phw_series_normalise(p.y, N);
    cr_assert_eq(phw_regression_alloc(&g, N, 2), PHW_OK);
    (void)phw_regression_try(&g, p.x);
    phw_regression_take(&g);
    const double once = phw_regression_try(&g, p.y);
    cr_expect_lt(phw_regression_try(&g, p.x), PHW_REGRESSION_SINGULAR);
    phw_regression_take(&g);
    cr_expect_float_eq(phw_regression_try(&g, p.y), once, 0);
    double prediction[N];
    phw_regression_predict(prediction, &g);
    const double rho = phw_series_dot(p.x, p.y, N);
    for (size_t r = 0; r < N; ++r)
        cr_assert_float_eq(prediction[r], rho * p.x[r], 1e-12);
    phw_regression_free(&g);
    pair_free(&p);
}

/* Adjusted, 1 - 0.5 * 99 / 89; the bound of that by hand. */
Test(regression, share_is_adjusted_and_bounded)
{
    const double r_squared = 1 - 0.5 * 99 / 89;
    const double r = tanh(atanh(sqrt(r_squared)) + 2.5758293035489008 / sqrt(87));
    cr_expect_float_eq(phw_regression_share(0.5, 100, 10), 1 - r * r, 1e-12);
    cr_expect_eq(phw_regression_share(0.5, 13, 10), 0);
    cr_expect_gt(phw_regression_share(0.5, 14, 10), 0);
    cr_expect_eq(phw_regression_share(1e-13, 100, 10), 0);
}

Test(regression, refuses_more_regressors_than_there_is_memory)
{
    phw_regression g = {0};
    cr_expect_eq(phw_regression_alloc(&g, N, SIZE_MAX), PHW_ENOMEM);
    cr_expect_eq(phw_regression_alloc(&g, N, SIZE_MAX / 2), PHW_ENOMEM);
}

Test(regression, bound_covers_99_of_100_samples)
{
    /* R of pairs of correlation 0.5, 100 rows: above the truth in at most 1 % by the
     * two-sided quantile (0.5 % a side); binomial(1000, 0.01) exceeds 27 once in 1e6.
     */
    size_t above = 0;
    for (uint32_t t = 0; t < 1000; ++t) {
        pair p = pair_normal(100, 0.5, 2000 + t);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (size_t i = 0; i < 100; ++i) {
            xx += p.x[i] * p.x[i];
            yy += p.y[i] * p.y[i];
            xy += p.x[i] * p.y[i];
        }
        above += phw_regression_bound(xy * xy / (xx * yy), 100, 0) > 0.75;
        pair_free(&p);
    }
    cr_expect_leq(above, 27, "%zu", above);
    cr_expect_eq(phw_regression_bound(1, 100, 0), 0);
    cr_expect_eq(phw_regression_bound(0, 3, 0), 0);
}

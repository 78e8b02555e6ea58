#include "kgen/lag.h"

#include <criterion/criterion.h>

#include "pair.h"

/* Row i of the second is `sign` times row i - late of the first, which is white. */
static void make_copy(phw_features *a, phw_features *b, size_t n, size_t late,
                      double sign)
{
    double *x = normals(n + late, 1);
    cr_assert_eq(phw_features_alloc(a, n, 1), PHW_OK);
    cr_assert_eq(phw_features_alloc(b, n, 1), PHW_OK);
    memcpy(a->value, x + late, n * sizeof *x);
    for (size_t i = 0; i < n; ++i)
        b->value[i] = sign * x[i];
    free(x);
}

Test(lag, of_a_late_or_mirrored_copy_is_found)
{
    static const size_t late[] = {1, 2, 37, 400};
    for (size_t k = 0; k < 8; ++k) {
        phw_features a = {0};
        phw_features b = {0};
        int64_t lag[PHW_LAGS_MAX];
        size_t n = 0;
        make_copy(&a, &b, 1000, late[k / 2], k % 2 ? -1 : 1);
        cr_assert_eq(phw_lags_find(lag, &n, &a, &b), PHW_OK);
        cr_assert_geq(n, 1);
        cr_expect_eq(lag[0], (int64_t)late[k / 2]);
        cr_assert_eq(phw_lags_find(lag, &n, &b, &a), PHW_OK);
        cr_assert_geq(n, 1);
        cr_expect_eq(lag[0], -(int64_t)late[k / 2]);
        phw_features_free(&a);
        phw_features_free(&b);
    }
}

/* 200 pairs with a false alarm in at most 1 % of them: 10 and more have probability
 * 3e-5 at that rate. */
Test(lag, is_seldom_found_between_strangers)
{
    size_t alarms = 0;
    for (uint32_t trial = 0; trial < 200; ++trial) {
        pair p = pair_normal(500, 0, trial);
        const phw_features a = {.value = p.x, .n_rows = 500, .n_components = 1};
        const phw_features b = {.value = p.y, .n_rows = 500, .n_components = 1};
        int64_t lag[PHW_LAGS_MAX];
        size_t n = 0;
        cr_assert_eq(phw_lags_find(lag, &n, &a, &b), PHW_OK);
        alarms += n > 0;
        pair_free(&p);
    }
    cr_expect_lt(alarms, 10, "%zu of 200", alarms);
}

/* First-order processes of coefficient r have rho_l = r^|l|: the sum of squares is
 * (1 + r^2) / (1 - r^2). The estimate's deviation is below 10 % at 20000 values. */
Test(lag, memory_widens_as_bartlett_says)
{
    const size_t n = 20000;
    const double r = 0.8;
    pair p = pair_normal(n, 0, 3);
    double wide = 0;
    cr_assert_eq(phw_lag_inflation(&wide, p.x, p.y, n), PHW_OK);
    cr_expect_float_eq(wide, 1, 0.1);
    for (size_t i = 1; i < n; ++i) {
        p.x[i] = r * p.x[i - 1] + sqrt(1 - r * r) * p.x[i];
        p.y[i] = r * p.y[i - 1] + sqrt(1 - r * r) * p.y[i];
    }
    cr_assert_eq(phw_lag_inflation(&wide, p.x, p.y, n), PHW_OK);
    const double expected = (1 + r * r) / (1 - r * r);
    cr_expect_float_eq(wide, expected, 0.5 * expected, "%g", wide);
    cr_expect_gt(wide, 3);
    pair_free(&p);
}

Test(lag, refuses_what_no_transform_takes)
{
    double wide = 0;
    const double x = 1;
    cr_expect_eq(phw_lag_inflation(&wide, &x, &x, 1), PHW_OK);
    cr_expect_float_eq(wide, 1, 0);
    cr_expect_eq(phw_lag_inflation(&wide, &x, &x, SIZE_MAX / 2), PHW_EARG);
}

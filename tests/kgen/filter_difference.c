#include "kgen/filter_difference.h"

#include "kgen/autocovariance.h"

#include "tests/kgen/pair.h"

static phw_features rows(size_t n, uint32_t trial)
{
    phw_features x = {0};
    double *z = normals(n, trial);
    cr_assert_eq(phw_features_alloc(&x, n, 1), PHW_OK);
    memcpy(x.value, z, n * sizeof *z);
    free(z);
    return x;
}

/* Overlapping pairs: -1/2 at the lag; the estimate's variance is below 1.5 / n. */
Test(filter_difference, of_white_values_hangs_together_unless_pairs_are_disjoint)
{
    const size_t n = 20000;
    double r[3];
    phw_features x = rows(n, 3);
    const phw_params all = {.value = {1, 1}};
    const phw_params disjoint = {.value = {1, 2}};
    cr_assert_eq(phw_filter_difference.apply(&x, &all), PHW_OK);
    cr_assert_eq(x.n_rows, n - 1);
    phw_autocovariance(r, 2, x.value, x.n_rows);
    cr_expect_float_eq(r[1] / r[0], -0.5, 5 * sqrt(1.5 / (double)n));
    cr_expect_float_eq(r[2] / r[0], 0, 5 * sqrt(1.5 / (double)n));
    phw_features_free(&x);
    x = rows(n, 3);
    cr_assert_eq(phw_filter_difference.apply(&x, &disjoint), PHW_OK);
    cr_assert_eq(x.n_rows, n / 2);
    phw_autocovariance(r, 1, x.value, x.n_rows);
    cr_expect_float_eq(r[1] / r[0], 0, 5 / sqrt((double)n / 2));
    phw_features_free(&x);
}

/* Numbers go by threes; some are lost: pairs are of numbers, not of rows. */
Test(filter_difference, pairs_by_number)
{
    static const int64_t number[] = {-6, -3, 0, 3, 9, 12, 15, 24, 27};
    static const int64_t first[] = {-6, -3, 3, 9};
    const phw_params p = {.value = {2, 1}};
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 9, 1), PHW_OK);
    for (size_t r = 0; r < 9; ++r) {
        x.sequence[r] = number[r];
        x.value[r] = (double)(number[r] * number[r]);
    }
    cr_assert_eq(phw_filter_difference.apply(&x, &p), PHW_OK);
    cr_assert_eq(x.n_rows, 4);
    for (size_t r = 0; r < 4; ++r) {
        cr_expect_eq(x.sequence[r], first[r]);
        cr_expect_eq(x.value[r], (double)(12 * first[r] + 36));
    }
    const phw_params far = {.value = {65536, 1}};
    cr_expect_eq(phw_filter_difference.apply(&x, &far), PHW_ESHORT);
    phw_features_free(&x);
}

/* Of five steps two are of 1 and three of 2: pairs are 2 apart. */
Test(filter_difference, takes_the_median_step_for_one_probe)
{
    static const int64_t number[] = {0, 1, 2, 4, 6, 8};
    const phw_params p = {.value = {1, 1}};
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 6, 1), PHW_OK);
    for (size_t r = 0; r < 6; ++r) {
        x.sequence[r] = number[r];
        x.value[r] = (double)(number[r] * number[r]);
    }
    cr_assert_eq(phw_filter_difference.apply(&x, &p), PHW_OK);
    cr_assert_eq(x.n_rows, 4);
    for (size_t r = 0; r < 4; ++r) {
        cr_expect_eq(x.sequence[r], 2 * (int64_t)r);
        cr_expect_eq(x.value[r], (double)(8 * r + 4));
    }
    phw_features_free(&x);
}

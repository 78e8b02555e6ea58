#include "kgen/transform_dct.h"

#include "tests/kgen/pair.h"

/* block, drop, keep */
static phw_params params(double block, double drop, double keep)
{
    return (phw_params){{block, drop, keep}};
}

/* The transform's matrix: component c of the input is the unit vector of row c. Single
 * precision rounds entries below 1 by 6e-8, so products of `block` of them err by less
 * than block * 1.2e-7. */
Test(transform_dct, is_orthonormal)
{
    static const size_t blocks[] = {1, 2, 3, 8, 16, 31, 256};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; ++i) {
        const size_t block = blocks[i];
        phw_features unit = {0};
        phw_features y = {0};
        cr_assert_eq(phw_features_alloc(&unit, block, block), PHW_OK);
        for (size_t c = 0; c < block; ++c)
            phw_features_series(&unit, c)[c] = 1;
        const phw_params p = params((double)block, 0, 0);
        cr_assert_eq(phw_transform_dct.apply(&y, &unit, NULL, 0, &p), PHW_OK);
        cr_assert_eq(y.n_rows, 1);
        cr_assert_eq(y.n_components, block * block);
        for (size_t a = 0; a < block; ++a) {
            for (size_t b = a; b < block && b < a + 20; ++b) {
                double dot = 0;
                for (size_t k = 0; k < block; ++k)
                    dot += y.value[a * block + k] * y.value[b * block + k];
                cr_expect_float_eq(dot, a == b, (double)block * 1.2e-7,
                                   "block %zu: rows %zu %zu", block, a, b);
            }
        }
        phw_features_free(&y);
        phw_features_free(&unit);
    }
}

Test(transform_dct, has_the_textbook_coefficients)
{
    /* (1 2 4 3) by hand: 10 / 2, -2 cos(pi / 8), -2 / 2, 2 sin(pi / 8). */
    const double want[] = {5, -2 * cos(M_PI / 8), -1, 2 * sin(M_PI / 8)};
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&x, 9, 1), PHW_OK);
    const double values[] = {1, 2, 4, 3, 1, 2, 4, 3, 7};
    memcpy(x.value, values, sizeof values);
    const phw_params p = params(4, 0, 0);
    cr_assert_eq(phw_transform_dct.apply(&y, &x, NULL, 0, &p), PHW_OK);
    cr_assert_eq(y.n_rows, 2, "the ninth row fills no block");
    cr_assert_eq(y.n_components, 4);
    for (size_t k = 0; k < 4; ++k) {
        cr_expect_float_eq(phw_features_series(&y, k)[0], want[k], 3e-7, "%zu: %f", k,
                           phw_features_series(&y, k)[0]);
        cr_expect_eq(phw_features_series(&y, k)[1], phw_features_series(&y, k)[0]);
    }
    cr_expect_eq(y.sequence[1], 4, "a row stands at its block's first row");
    phw_features_free(&y);
    phw_features_free(&x);
}

Test(transform_dct, drops_the_lowest_and_keeps_the_next)
{
    phw_features x = {0};
    phw_features all = {0};
    phw_features some = {0};
    cr_assert_eq(phw_features_alloc(&x, 64, 2), PHW_OK);
    double *z = normals(128, 1);
    memcpy(x.value, z, 128 * sizeof *z);
    const phw_params whole = params(8, 0, 0);
    const phw_params part = params(8, 1, 3);
    cr_assert_eq(phw_transform_dct.apply(&all, &x, NULL, 0, &whole), PHW_OK);
    cr_assert_eq(phw_transform_dct.apply(&some, &x, NULL, 0, &part), PHW_OK);
    cr_assert_eq(some.n_components, 6);
    for (size_t c = 0; c < 2; ++c) {
        for (size_t k = 0; k < 3; ++k)
            cr_expect_arr_eq(phw_features_series(&some, c * 3 + k),
                             phw_features_series(&all, c * 8 + k + 1),
                             some.n_rows * sizeof *z);
    }
    phw_features_free(&all);
    phw_features_free(&some);
    free(z);
    phw_features_free(&x);
}

Test(transform_dct, keeps_sums_of_whole_numbers_equal)
{
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&x, 8, 1), PHW_OK);
    const double values[] = {-61, -90, -90, -61, -75, -76, -76, -75};
    memcpy(x.value, values, sizeof values);
    const phw_params p = params(2, 0, 0);
    cr_assert_eq(phw_transform_dct.apply(&y, &x, NULL, 0, &p), PHW_OK);
    cr_expect_eq(y.value[0], y.value[1]);
    cr_expect_eq(y.value[0], y.value[2]);
    cr_expect_eq(y.value[0], y.value[3]);
    phw_features_free(&y);
    phw_features_free(&x);
}

Test(transform_dct, refuses_what_does_not_fit)
{
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&x, 7, 1), PHW_OK);
    const phw_params long_block = params(8, 0, 0);
    const phw_params all_dropped = params(4, 4, 0);
    const phw_params too_many = params(4, 2, 3);
    const phw_params good = params(4, 0, 0);
    cr_expect_eq(phw_transform_dct.apply(&y, &x, NULL, 0, &long_block), PHW_ESHORT);
    cr_expect_eq(phw_transform_dct.apply(&y, &x, NULL, 0, &all_dropped), PHW_EARG);
    cr_expect_eq(phw_transform_dct.apply(&y, &x, NULL, 0, &too_many), PHW_EARG);
    cr_expect_eq(phw_transform_dct.apply(&y, &x, (const uint8_t *)"x", 1, &good),
                 PHW_EPEER);
    cr_expect_null(y.value);
    phw_features_free(&x);
}

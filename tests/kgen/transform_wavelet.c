#include "kgen/transform_wavelet.h"

#include "tests/kgen/pair.h"

/* kind, block, levels, drop, keep */
static phw_features wavelet(const phw_features *x, phw_params p)
{
    phw_features y = {0};
    cr_assert_eq(phw_transform_wavelet.apply(&y, x, NULL, 0, &p), PHW_OK, "%s",
                 phw_error_message());
    return y;
}

/* Single precision rounds entries below 1 by 6e-8. */
Test(transform_wavelet, is_orthonormal_of_every_kind_block_and_number_of_levels)
{
    for (unsigned kind = 0; kind < 2; ++kind) {
        for (size_t m = 1; m <= 6; ++m) {
            const size_t block = (size_t)1 << m;
            phw_features unit = {0};
            cr_assert_eq(phw_features_alloc(&unit, block, block), PHW_OK);
            for (size_t c = 0; c < block; ++c)
                phw_features_series(&unit, c)[c] = 1;
            for (size_t levels = 0; levels <= m; ++levels) {
                phw_features y =
                    wavelet(&unit, (phw_params){{kind, (double)block, (double)levels}});
                cr_assert_eq(y.n_components, block * block);
                for (size_t a = 0; a < block; ++a) {
                    for (size_t b = a; b < block; ++b) {
                        double dot = 0;
                        for (size_t k = 0; k < block; ++k)
                            dot += y.value[a * block + k] * y.value[b * block + k];
                        cr_expect_float_eq(dot, a == b, (double)block * 1.2e-7);
                    }
                }
                phw_features_free(&y);
            }
            phw_features_free(&unit);
        }
    }
}

Test(transform_wavelet, has_haars_coefficients)
{
    static const double values[] = {1, 2, 4, 3, 5};
    /* 10 / 2, (3 - 7) / 2, -1 / sqrt 2, 1 / sqrt 2. */
    const double want[] = {5, -2, -M_SQRT1_2, M_SQRT1_2};
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 5, 1), PHW_OK);
    memcpy(x.value, values, sizeof values);
    phw_features y = wavelet(&x, (phw_params){{0, 4}});
    cr_assert_eq(y.n_rows, 1);
    for (size_t k = 0; k < 4; ++k)
        cr_expect_float_eq(y.value[k], want[k], 1e-6);
    phw_features_free(&y);
    y = wavelet(&x, (phw_params){{0, 4, 0, 1, 2}});
    cr_assert_eq(y.n_components, 2);
    cr_expect_float_eq(y.value[0], want[1], 1e-6);
    cr_expect_float_eq(y.value[1], want[2], 1e-6);
    phw_features_free(&y);
    phw_features_free(&x);
}

/* Two moments vanish: details of a line are 0 but where the block wraps around. */
Test(transform_wavelet, of_four_coefficients_does_not_see_a_line)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 32, 1), PHW_OK);
    for (size_t r = 0; r < 32; ++r)
        x.value[r] = 3 + 0.5 * (double)r;
    phw_features y = wavelet(&x, (phw_params){{1, 32, 1}});
    for (size_t k = 16; k < 31; ++k)
        cr_expect_float_eq(y.value[k], 0, 1e-6);
    cr_expect_gt(fabs(y.value[31]), 1);
    phw_features_free(&y);
    phw_features_free(&x);
}

Test(transform_wavelet, refuses_what_it_can_not_divide)
{
    static const phw_params wrong[] = {
        {{1, 12}}, {{1, 16, 5}}, {{1, 16, 0, 16}}, {{1, 16, 0, 8, 9}}};
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&x, 40, 1), PHW_OK);
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(phw_transform_wavelet.apply(&y, &x, NULL, 0, &wrong[i]), PHW_EARG,
                     "%zu", i);
    const phw_params good = {{1, 64}};
    cr_expect_eq(phw_transform_wavelet.apply(&y, &x, NULL, 0, &good), PHW_ESHORT);
    cr_expect_eq(phw_transform_wavelet.apply(&y, &x, (const uint8_t *)"x", 1, &good),
                 PHW_EPEER);
    phw_features_free(&x);
}

#include "kgen/filter_average.h"

#include "kgen/filter_savgol.h"

#include "tests/kgen/pair.h"

static phw_features rows(size_t n)
{
    phw_features x = {0};
    double *z = normals(n, 3);
    cr_assert_eq(phw_features_alloc(&x, n, 1), PHW_OK);
    memcpy(x.value, z, n * sizeof *z);
    free(z);
    return x;
}

Test(filter_average, is_the_mean_of_the_window)
{
    phw_features x = rows(50);
    phw_features y = rows(50);
    const phw_params p = {.value = {7}};
    cr_assert_eq(phw_filter_average.apply(&y, &p), PHW_OK);
    for (size_t r = 0; r < 50; ++r) {
        double sum = 0;
        double n = 0;
        for (size_t k = r > 3 ? r - 3 : 0; k < 50 && k <= r + 3; ++k) {
            sum += x.value[k];
            n += 1;
        }
        cr_expect_float_eq(y.value[r], sum / n, 1e-12);
    }
    phw_features_free(&x);
    phw_features_free(&y);
}

/* A cubic goes through unchanged, the ends too. */
Test(filter_average, of_a_polynomial_kind_keeps_polynomials)
{
    phw_features x = {0};
    phw_params p = {.value = {9, 3}};
    cr_assert_eq(phw_features_alloc(&x, 40, 1), PHW_OK);
    for (size_t r = 0; r < 40; ++r)
        x.value[r] = pow((double)r / 10 - 1.7, 3);
    cr_assert_eq(phw_filter_savgol.apply(&x, &p), PHW_OK);
    for (size_t r = 0; r < 40; ++r)
        cr_expect_float_eq(x.value[r], pow((double)r / 10 - 1.7, 3), 1e-11);
    cr_expect_eq(phw_filter_savgol.check(&p), PHW_OK);
    p = (phw_params){.value = {8, 3}};
    cr_expect_eq(phw_filter_savgol.check(&p), PHW_EARG);
    p = (phw_params){.value = {3, 3}};
    cr_expect_eq(phw_filter_savgol.check(&p), PHW_EARG);
    p = (phw_params){.value = {41, 12}};
    cr_expect_eq(phw_filter_savgol.apply(&x, &p), PHW_ESHORT);
    phw_filter_savgol.shorten(&p, 6);
    cr_expect_eq(p.value[0], 5);
    cr_expect_eq(p.value[1], 4);
    phw_features_free(&x);
}

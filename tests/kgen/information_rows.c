#include "kgen/information_rows.h"

#include "tests/kgen/rows_of.h"

Test(information_rows, are_as_many_finite_and_not_constant)
{
    double *z = normals(60, 1);
    phw_features a = rows_of(z, 20, 2);
    phw_features b = rows_of(z, 20, 2);
    phw_features one = rows_of(z, 20, 1);
    phw_features fewer = rows_of(z, 19, 2);
    cr_expect_eq(phw_information_check(&a, &b, true, 20, "test"), PHW_OK);
    cr_expect_eq(phw_information_check(&a, &one, false, 20, "test"), PHW_OK);
    cr_expect_eq(phw_information_check(&a, &one, true, 20, "test"), PHW_EARG);
    cr_expect_eq(phw_information_check(&a, &fewer, true, 2, "test"), PHW_EARG);
    cr_expect_eq(phw_information_check(&a, &b, true, 21, "test"), PHW_ESHORT);
    b.value[39] = (double)NAN;
    cr_expect_eq(phw_information_check(&a, &b, true, 2, "test"), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "test: component 1 of the second"));
    for (size_t i = 0; i < 20; ++i)
        phw_features_series(&a, 0)[i] = 3;
    cr_expect_eq(phw_information_check(&a, &one, false, 2, "test"), PHW_ESHORT);
    phw_features_free(&a);
    phw_features_free(&b);
    phw_features_free(&one);
    phw_features_free(&fewer);
    free(z);
}

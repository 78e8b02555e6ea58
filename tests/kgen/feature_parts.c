#include "kgen/feature_parts.h"

#include <criterion/criterion.h>

Test(feature_parts, parts_every_coefficient_into_two_components)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 2, 2), PHW_OK);
    for (size_t i = 0; i < 4; ++i)
        t.cplx[i] = (float)i - 10 * (float)i * I;
    cr_assert_eq(phw_feature_parts.extract(&x, &t, NULL), PHW_OK);
    cr_expect_eq(x.n_components, 4);
    cr_expect_eq(phw_features_series(&x, 2)[1], 3, "in phase of coefficient 1");
    cr_expect_eq(phw_features_series(&x, 3)[1], -30, "its quadrature");
    cr_expect_eq(phw_features_series(&x, 0)[1], 2);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_parts, refuses_a_real_trace)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 2, 2), PHW_OK);
    cr_expect_eq(phw_feature_parts.extract(&x, &t, NULL), PHW_EINPUT);
    phw_trace_free(&t);
}

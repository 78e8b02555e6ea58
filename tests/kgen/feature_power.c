#include "kgen/feature_power.h"

#include <math.h>

#include <criterion/criterion.h>

Test(feature_power, takes_a_power_trace_as_it_is)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 2), PHW_OK);
    for (size_t i = 0; i < 6; ++i)
        t.real[i] = -60.5F - (float)i;
    t.sequence[1] = 7;
    t.sequence[2] = 9;
    cr_assert_eq(phw_feature_power.extract(&x, &t, NULL), PHW_OK);
    cr_expect_eq(x.n_rows, 3);
    cr_expect_eq(x.n_components, 2);
    cr_expect_eq(phw_features_series(&x, 1)[2], -65.5);
    cr_expect_eq(x.sequence[2], 9);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_power, sums_the_squares_of_complex_and_real_amplitudes)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 1, 2), PHW_OK);
    t.cplx[0] = 3 + 4 * I;
    t.cplx[1] = 5 * I;
    cr_assert_eq(phw_feature_power.extract(&x, &t, NULL), PHW_OK);
    cr_expect_eq(x.n_components, 1);
    cr_expect_float_eq(x.value[0], 10 * log10(50), 1e-12);
    phw_features_free(&x);
    phw_trace_free(&t);

    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 1, 2), PHW_OK);
    t.real[0] = 5;
    t.real[1] = 5;
    cr_assert_eq(phw_feature_power.extract(&x, &t, NULL), PHW_OK);
    cr_expect_float_eq(x.value[0], 10 * log10(50), 1e-12);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_power, names_a_probe_without_power)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 2, 1), PHW_OK);
    t.cplx[0] = 1;
    cr_expect_eq(phw_feature_power.extract(&x, &t, NULL), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "probe 1"));
    cr_expect_null(x.value);
    phw_trace_free(&t);
}

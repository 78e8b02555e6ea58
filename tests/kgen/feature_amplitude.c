#include "kgen/feature_amplitude.h"

#include <math.h>

#include <criterion/criterion.h>

static const phw_params normalised = {{1}};
static const phw_params plain = {{0}};

Test(feature_amplitude, does_not_see_the_gain_of_a_packet)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 2, 3), PHW_OK);
    const phw_cf h[] = {3 + 4 * I, -1, 2 * I};
    for (size_t c = 0; c < 3; ++c) {
        t.cplx[c] = h[c];
        t.cplx[3 + c] = 8 * h[c];
    }
    cr_assert_eq(phw_feature_amplitude.extract(&x, &t, &normalised), PHW_OK);
    for (size_t c = 0; c < 3; ++c) {
        const double *series = phw_features_series(&x, c);
        cr_expect_float_eq(series[0], series[1], 1e-15);
        cr_expect_float_eq(series[0], (double)cabsf(h[c]) / sqrt(10), 1e-12);
    }
    phw_features_free(&x);
    cr_assert_eq(phw_feature_amplitude.extract(&x, &t, &plain), PHW_OK);
    cr_expect_float_eq(phw_features_series(&x, 0)[1], 40, 1e-12);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_amplitude, leaves_a_single_coefficient_and_a_dead_packet_alone)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 2, 1), PHW_OK);
    t.real[0] = 2;
    t.real[1] = 4;
    cr_assert_eq(phw_feature_amplitude.extract(&x, &t, &normalised), PHW_OK);
    cr_expect_eq(x.value[1], 4);
    phw_features_free(&x);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 1, 2), PHW_OK);
    cr_assert_eq(phw_feature_amplitude.extract(&x, &t, &normalised), PHW_OK);
    cr_expect_eq(x.value[0], 0);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_amplitude, refuses_a_power_trace)
{
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 2, 1), PHW_OK);
    cr_expect_eq(phw_feature_amplitude.extract(&x, &t, &plain), PHW_EINPUT);
    phw_trace_free(&t);
}

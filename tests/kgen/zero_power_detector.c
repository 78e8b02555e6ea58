#include "kgen/zero_power_detector.h"

#include "tests/kgen/zero_power.h"

Test(zero_power_detector, codes_rise_with_the_envelope)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_trace t = rayleigh_trace(500, 1, 60, 0, 1, 2);
    phw_zero_power_codes codes = {0};
    phw_features values = {0};
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    cr_assert_eq(phw_zero_power_estimate(&values, &t, &c), PHW_OK);
    cr_assert_eq(codes.n_rows, 500);
    for (size_t i = 1; i < 500; ++i) {
        cr_assert_lt(codes.code[i], 1024);
        if (values.value[i] > values.value[i - 1])
            cr_assert_geq(codes.code[i], codes.code[i - 1]);
    }
    phw_zero_power_codes_free(&codes);
    phw_features_free(&values);
    phw_trace_free(&t);
}

Test(zero_power_detector, tones_are_spread_over_the_coefficients)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_tones = 2;
    phw_trace t = {0};
    phw_features values = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 3, 8), PHW_OK);
    for (size_t i = 0; i < 24; ++i)
        t.real[i] = (float)(i % 8);
    cr_assert_eq(phw_zero_power_estimate(&values, &t, &c), PHW_OK);
    cr_expect_eq(phw_features_series(&values, 0)[1], 4);  /* coefficient 2 */
    cr_expect_eq(phw_features_series(&values, 1)[1], 36); /* coefficient 6 */
    phw_features_free(&values);
    phw_trace_free(&t);
}

Test(zero_power_detector, triangle_multiplies_neighbours)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.link = PHW_ZERO_POWER_TRIANGLE;
    c.n_tones = 2;
    phw_trace t = {0};
    phw_features values = {0};
    phw_zero_power_codes codes = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 2, 4), PHW_OK);
    for (size_t i = 0; i < 8; ++i)
        t.real[i] = (float)(1 + i % 4);
    cr_assert_eq(phw_zero_power_estimate(&values, &t, &c), PHW_OK);
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    cr_expect_eq(phw_features_series(&values, 0)[0], 4);   /* 1 4 */
    cr_expect_eq(phw_features_series(&values, 1)[1], 144); /* 9 16 */
    cr_expect_eq(codes.n_values, 4);
    phw_features_free(&values);
    phw_zero_power_codes_free(&codes);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 2, 4), PHW_OK);
    cr_expect_eq(phw_zero_power_estimate(&values, &t, &c), PHW_EINPUT);
    phw_trace_free(&t);
}

Test(zero_power_detector, refuses_what_it_can_not_measure)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_zero_power_codes codes = {0};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 20, 1), PHW_OK);
    cr_expect_eq(phw_zero_power_detect(&codes, &t, &c), PHW_EINPUT); /* no power */
    t.real[3] = (float)NAN;
    cr_expect_eq(phw_zero_power_detect(&codes, &t, &c), PHW_EINPUT);
    c.n_tones = 2;
    cr_expect_eq(phw_zero_power_detect(&codes, &t, &c), PHW_EINPUT);
    cr_expect_null(codes.code);
    phw_trace_free(&t);
}

Test(zero_power_detector, takes_powers_in_db_as_a_logarithmic_detector_does)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_zero_power_codes codes = {0};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    t.real[0] = -90;
    t.real[1] = -80;
    t.real[2] = -70;
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    /* The mean lies at 40 / 60 of 1023, and 10 dB are 170.5 steps. */
    cr_expect_eq(codes.code[1], 682);
    cr_expect_eq(codes.code[0], 511);
    cr_expect_eq(codes.code[2], 852);
    phw_zero_power_codes_free(&codes);
    phw_trace_free(&t);
}

#include "core/trace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_trace make(phw_trace_kind kind)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, kind, 5, 3), PHW_OK);
    return t;
}

Test(trace, kinds_have_names_and_know_whether_they_are_complex)
{
    const bool is_complex[PHW_N_TRACE_KINDS] = {false, false, true, true};
    for (int i = 0; i < PHW_N_TRACE_KINDS; ++i) {
        const phw_trace_kind kind = (phw_trace_kind)i;
        cr_expect_eq(phw_trace_kind_is_complex(kind), is_complex[i]);
        for (int k = 0; k < i; ++k)
            cr_expect_str_neq(phw_trace_kind_name(kind),
                              phw_trace_kind_name((phw_trace_kind)k));
    }
    cr_expect_str_eq(phw_trace_kind_name(PHW_N_TRACE_KINDS), "unknown");
    cr_expect_not(phw_trace_kind_is_complex(PHW_N_TRACE_KINDS));
}

Test(trace, a_fresh_one_counts_probes_and_holds_one_kind_of_values)
{
    for (int i = 0; i < PHW_N_TRACE_KINDS; ++i) {
        phw_trace t = make((phw_trace_kind)i);
        cr_expect_eq(t.real == NULL, phw_trace_kind_is_complex(t.kind));
        cr_expect_eq(t.cplx == NULL, !phw_trace_kind_is_complex(t.kind));
        cr_expect_eq(t.n_antennas, 1);
        for (size_t p = 0; p < 5; ++p) {
            cr_expect_eq(t.time_s[p], (double)p);
            cr_expect_eq(t.sequence[p], (int64_t)p);
        }
        cr_expect_eq(phw_trace_check(&t), PHW_OK);
        phw_trace_free(&t);
        cr_expect(t.n_probes == 0 && t.time_s == NULL && t.sequence == NULL);
        phw_trace_free(&t);
    }
}

Test(trace, an_empty_or_impossible_shape_is_refused)
{
    phw_trace t = {.carrier_hz = 1};
    cr_expect_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 0, 3), PHW_EARG);
    cr_expect_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 3, 0), PHW_EARG);
    cr_expect_eq(phw_trace_alloc(&t, PHW_N_TRACE_KINDS, 3, 3), PHW_EARG);
    cr_expect_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, SIZE_MAX / 2, 3), PHW_ENOMEM);
    cr_expect_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, SIZE_MAX / 8, 1), PHW_ENOMEM);
    cr_expect_eq(t.carrier_hz, 1, "out is untouched on failure");
}

Test(trace, a_value_that_is_no_number_is_found_wherever_it_stands)
{
    const float odd[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 15; ++i) {
        phw_trace power = make(PHW_TRACE_POWER_DB);
        phw_trace taps = make(PHW_TRACE_CIR);
        power.real[i] = odd[i % 3];
        /* Rail by rail: 0 + I * NaN would spoil both. */
        float *rail = (float *)&taps.cplx[i];
        rail[i % 2] = odd[i % 3];
        char want[64];
        (void)snprintf(want, sizeof want, "probe %zu:", i / 3);
        cr_expect_eq(phw_trace_check(&power), PHW_EINPUT);
        cr_expect_not_null(strstr(phw_error_message(), want), "%s",
                           phw_error_message());
        cr_expect_eq(phw_trace_check(&taps), PHW_EINPUT);
        cr_expect_not_null(strstr(phw_error_message(), want), "%s",
                           phw_error_message());
        phw_trace_free(&power);
        phw_trace_free(&taps);
    }
}

Test(trace, times_may_stand_still_but_not_fall)
{
    phw_trace t = make(PHW_TRACE_AMPLITUDE);
    t.time_s[2] = t.time_s[1];
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    t.time_s[2] = 0.5;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    t.time_s[2] = (double)NAN;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    t.time_s[2] = 2;
    t.time_s[0] = -(double)INFINITY;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    phw_trace_free(&t);
}

Test(trace, sequence_numbers_rise)
{
    phw_trace t = make(PHW_TRACE_AMPLITUDE);
    t.sequence[0] = INT64_MIN;
    t.sequence[4] = INT64_MAX;
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    t.sequence[3] = t.sequence[2];
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    t.sequence[3] = 0;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    phw_trace_free(&t);
}

Test(trace, coefficients_are_finite)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 2, 3), PHW_OK);
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    t.coefficient[2] = HUGE_VAL;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "coefficient[2]"));
    phw_trace_free(&t);
}

Test(trace, antennas_divide_the_coefficients)
{
    phw_trace t = make(PHW_TRACE_CFR);
    t.n_antennas = 3;
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    t.n_antennas = 2;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    t.n_antennas = 0;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    phw_trace_free(&t);
}

Test(trace, columns_are_found_by_name_and_start_without_estimates)
{
    phw_trace t = make(PHW_TRACE_CFR);
    double *value[PHW_TRACE_MOST_COLUMNS] = {NULL};
    char name[16];
    for (size_t c = 0; c < PHW_TRACE_MOST_COLUMNS; ++c) {
        (void)snprintf(name, sizeof name, "column_%zu", c);
        cr_assert_eq(phw_trace_add_column(&value[c], &t, name, "Hz"), PHW_OK);
        cr_expect(isnan(value[c][0]) && isnan(value[c][4]));
        for (size_t p = 0; p < 5; ++p)
            value[c][p] = (double)(c * 10 + p);
    }
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    cr_expect_eq(t.n_columns, PHW_TRACE_MOST_COLUMNS);
    for (size_t c = 0; c < PHW_TRACE_MOST_COLUMNS; ++c) {
        (void)snprintf(name, sizeof name, "column_%zu", c);
        cr_expect_eq(phw_trace_find_column(&t, name), value[c]);
        cr_expect_str_eq(t.column[c].unit, "Hz");
        cr_expect_eq(value[c][4], (double)(c * 10 + 4));
    }
    cr_expect_null(phw_trace_find_column(&t, "column"));
    double *more = NULL;
    cr_expect_eq(phw_trace_add_column(&more, &t, "more", "Hz"), PHW_EARG);
    cr_expect_null(more);
    phw_trace_free(&t);
    cr_expect(t.n_columns == 0 && t.column == NULL);
}

Test(trace, names_and_units_that_a_column_can_not_have_are_refused)
{
    static const char *const bad[] = {
        "",    "1st",      "_a",
        "a b", "a/b",      "a.b",
        "a\n", "\xc3\xa4", "name_of_thirty_two_characters_xy", /* one more than fits */
    };
    phw_trace t = make(PHW_TRACE_CFR);
    double *value = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        cr_expect_eq(phw_trace_add_column(&value, &t, bad[i], "1"), PHW_EARG, "%s",
                     bad[i]);
        cr_expect_not_null(strstr(phw_error_message(), "expected a name"));
    }
    cr_expect_eq(phw_trace_add_column(&value, &t, "cfo", ""), PHW_EARG);
    cr_expect_eq(phw_trace_add_column(&value, &t, "cfo", "sixteen letters!"), PHW_EARG);
    cr_expect(value == NULL && t.n_columns == 0 && t.column == NULL);
    cr_expect_eq(phw_trace_add_column(&value, &t, "cfo", "fifteen letters"), PHW_OK);
    cr_expect_eq(
        phw_trace_add_column(&value, &t, "name_of_thirty_one_characters_x", "1"),
        PHW_OK);
    cr_expect_eq(phw_trace_add_column(&value, &t, "cfo", "Hz"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "cfo is there already"));
    phw_trace_free(&t);
}

Test(trace, a_column_may_lack_estimates_but_not_be_infinite)
{
    phw_trace t = make(PHW_TRACE_POWER_DB);
    double *value = NULL;
    cr_assert_eq(phw_trace_add_column(&value, &t, "cfo", "Hz"), PHW_OK);
    for (size_t p = 0; p < 5; ++p)
        value[p] = 1;
    value[3] = (double)NAN;
    cr_expect_eq(phw_trace_check(&t), PHW_OK);
    value[4] = HUGE_VAL;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "probe 4: column cfo"));
    value[4] = -HUGE_VAL;
    cr_expect_eq(phw_trace_check(&t), PHW_EINPUT);
    phw_trace_free(&t);
}

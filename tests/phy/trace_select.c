#include "phy/trace_select.h"

#include "tests/phy/observed.h"

static phw_trace known(void)
{
    phw_trace t = {0};
    double *column = NULL;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 4, 6), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "agc", "dB"), PHW_OK);
    t.n_antennas = 2;
    t.has_time = true;
    t.carrier_hz = 5e9;
    t.noise_variance = 0.25;
    strcpy(t.party, "bob");
    for (size_t p = 0; p < 4; ++p) {
        t.time_s[p] = 10 * (double)p;
        t.sequence[p] = 100 + (int64_t)p;
        column[p] = -(double)p;
        for (size_t k = 0; k < 6; ++k)
            t.real[p * 6 + k] = (float)(10 * p + k);
    }
    for (size_t k = 0; k < 6; ++k)
        t.coefficient[k] = (double)k;
    return t;
}

Test(trace_select, takes_probes_with_all_that_belongs_to_them)
{
    phw_trace t = known();
    phw_trace part = {0};
    const size_t row[] = {1, 3};
    cr_assert_eq(phw_trace_select_probes(&part, &t, row, 2), PHW_OK);
    cr_assert_eq(phw_trace_check(&part), PHW_OK);
    cr_expect_eq(part.n_probes, 2);
    cr_expect_eq(part.real[0], 10);
    cr_expect_eq(part.real[11], 35);
    cr_expect_eq(part.time_s[1], 30);
    cr_expect_eq(part.sequence[0], 101);
    cr_expect_eq(part.column[0].value[1], -3);
    cr_expect_str_eq(part.party, "bob");
    cr_expect_str_eq(part.column[0].unit, "dB");
    cr_expect_eq(part.carrier_hz, 5e9);
    cr_expect_eq(part.noise_variance, 0.25);
    cr_expect(part.has_time);
    cr_expect_eq(part.n_antennas, 2);
    cr_expect_eq(part.coefficient[5], 5);
    phw_trace_free(&part);
    phw_trace_free(&t);
}

Test(trace_select, takes_coefficients_of_every_probe)
{
    phw_trace t = known();
    phw_trace part = {0};
    const size_t which[] = {1, 4};
    cr_assert_eq(phw_trace_select_coefficients(&part, &t, which, 2, 2), PHW_OK);
    cr_assert_eq(phw_trace_check(&part), PHW_OK);
    cr_expect_eq(part.n_coefficients, 2);
    cr_expect_eq(part.coefficient[1], 4);
    cr_expect_eq(part.real[7], 34);
    cr_expect_eq(part.sequence[3], 103);
    cr_expect_eq(part.column[0].value[3], -3);
    cr_expect_eq(part.time_s[2], 20);
    phw_trace_free(&part);
    phw_trace_free(&t);
}

Test(trace_select, refuses_what_is_not_there)
{
    phw_trace t = known();
    phw_trace part = {0};
    const size_t far[] = {1, 6};
    const size_t falls[] = {1, 1};
    cr_expect_eq(phw_trace_select_probes(&part, &t, far, 2), PHW_EARG);
    cr_expect_eq(phw_trace_select_probes(&part, &t, falls, 2), PHW_EARG);
    cr_expect_eq(phw_trace_select_probes(&part, &t, far, 0), PHW_EINPUT);
    cr_expect_eq(phw_trace_select_coefficients(&part, &t, far, 2, 1), PHW_EARG);
    cr_expect_eq(phw_trace_select_coefficients(&part, &t, falls, 1, 2), PHW_EARG);
    cr_expect_eq(phw_trace_select_coefficients(&part, &t, far, 0, 1), PHW_EINPUT);
    cr_expect_eq(phw_trace_like(&part, &t, 0), PHW_EINPUT);
    cr_expect_null(part.real);
    phw_trace_free(&t);
}

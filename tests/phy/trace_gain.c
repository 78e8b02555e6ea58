#include "phy/trace_gain.h"

#include "tests/phy/observed.h"

Test(trace_gain, scales_values_and_the_noise_that_is_known_of_them)
{
    phw_trace t = observed_rest(2, 1);
    phw_trace was = observed_rest(2, 1);
    double *noise = NULL;
    cr_assert_eq(phw_trace_add_column(&noise, &t, "noise_variance", "1"), PHW_OK);
    noise[0] = noise[1] = 0.01;
    phw_trace_gain(&t, 1, 20);
    cr_expect_eq(t.cplx[3], was.cplx[3]);
    cr_expect_float_eq((double)cabsf(t.cplx[33] / was.cplx[33]), 10, 1e-5);
    cr_expect_float_eq(noise[0], 0.01, 1e-15);
    cr_expect_float_eq(noise[1], 1, 1e-12);
    phw_trace_free(&t);
    phw_trace_free(&was);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 1, 1), PHW_OK);
    phw_trace_gain(&t, 0, -3);
    cr_expect_eq(t.real[0], -3);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 1, 1), PHW_OK);
    t.real[0] = 2;
    phw_trace_gain(&t, 0, -20);
    cr_expect_float_eq((double)t.real[0], 0.2, 1e-7);
    phw_trace_free(&t);
}

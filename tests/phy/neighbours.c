#include "phy/neighbours.h"

#include "phy/trace_gain.h"

#include "tests/phy/observed.h"

Test(neighbours, at_rest_are_alike_however_loud)
{
    phw_trace t = observed_rest(3, 1);
    phw_trace_gain(&t, 1, 20);
    cr_expect_float_eq(phw_neighbour_correlation(&t), 1, 1e-6);
    cr_expect_float_eq(phw_neighbour_likeness(&t), 1, 1e-6);
    /* +20, -20 dB. */
    cr_expect_float_eq(phw_level_steps_db(&t), 20, 1e-5);
    /* Turned by 60 degrees: the cosine of it, and of it back. */
    observed_turn(&t, 1, M_PI / 3, 0);
    cr_expect_float_eq(phw_neighbour_correlation(&t), 0.5, 1e-6);
    cr_expect_float_eq(phw_neighbour_likeness(&t), 1, 1e-6);
    phw_trace_free(&t);
}

Test(neighbours, of_zeros_are_passed_over)
{
    phw_trace t = observed_rest(4, 1);
    memset(t.cplx, 0, 30 * sizeof *t.cplx);
    cr_expect_eq(phw_probe_level_db(&t, 0), -HUGE_VAL);
    cr_expect_float_eq(phw_neighbour_correlation(&t), 1, 1e-6);
    cr_expect_float_eq(phw_level_steps_db(&t), 0, 1e-9);
    memset(t.cplx, 0, 120 * sizeof *t.cplx);
    cr_expect(isnan(phw_neighbour_correlation(&t)));
    cr_expect(isnan(phw_neighbour_likeness(&t)));
    cr_expect(isnan(phw_level_steps_db(&t)));
    phw_trace_free(&t);
}

Test(neighbours, of_power_have_levels_in_db_and_no_phase)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 2, 2), PHW_OK);
    t.real[0] = -50;
    t.real[1] = -60;
    t.real[2] = -70;
    t.real[3] = -46;
    cr_expect_float_eq(phw_probe_level_db(&t, 0), -55, 1e-5);
    cr_expect_float_eq(phw_level_steps_db(&t), 3, 1e-5);
    cr_expect(isnan(phw_neighbour_correlation(&t)));
    cr_expect(isnan(phw_neighbour_likeness(&t)));
    cr_expect_float_eq(phw_trace_size(&t, 3), -46, 1e-5);
    phw_trace_free(&t);
}

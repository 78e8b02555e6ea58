#include "phy/pulse_runs.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#define N 400

static phw_cf x[N];
static phw_cf scratch[N];
static float wave[N];
static phw_pulse_runs runs;

Test(pulse_runs, magnitudes_are_means_about_each_sample)
{
    for (size_t i = 0; i < N; ++i)
        x[i] = CMPLXF(0, i < 200 ? 1 : 3);
    phw_pulse_wave(wave, scratch, x, N, 1, true);
    cr_expect_float_eq(wave[199], 1, 1e-6);
    cr_expect_float_eq(wave[200], 3, 1e-6);
    phw_pulse_wave(wave, scratch, x, N, 8, true);
    cr_expect_float_eq(wave[0], 1, 1e-6);
    cr_expect_float_eq(wave[200], 2, 1e-6);
    cr_expect_float_eq(wave[195], 1, 1e-6);
    cr_expect_float_eq(wave[204], 3, 1e-6);
    cr_expect_float_eq(wave[N - 1], 3, 1e-6);
}

Test(pulse_runs, frequencies_are_turns_a_sample)
{
    double phase = 0;
    for (size_t i = 0; i < N; ++i) {
        x[i] = (phw_cf)cexp(CMPLX(0, 2 * M_PI * phase));
        phase += i < 200 ? 0.02 : -0.03;
    }
    for (size_t span = 1; span <= 8; span *= 2) {
        phw_pulse_wave(wave, scratch, x, N, span, false);
        cr_expect_float_eq(wave[100], 0.02, 1e-4, "%zu: %g", span, (double)wave[100]);
        cr_expect_float_eq(wave[300], -0.03, 1e-4, "%zu: %g", span, (double)wave[300]);
    }
}

/* A trapezoid's edges are where it passes the middle. */
Test(pulse_runs, lie_between_passages_of_the_middle)
{
    for (size_t i = 0; i < N; ++i) {
        const double t = (double)i;
        const double up = fmin(fmax((t - 98.5) / 4, 0), 1);
        const double down = fmin(fmax((t - 248.25) / 4, 0), 1);
        wave[i] = (float)(2 + up - down);
    }
    cr_assert(phw_pulse_runs_find(&runs, wave, N));
    cr_assert_eq(runs.n, 3);
    cr_expect_not(runs.first_high);
    cr_expect(phw_pulse_run_is_high(&runs, 1));
    cr_expect_float_eq(runs.edge[1], 100.5, 0.2, "%g", runs.edge[1]);
    cr_expect_float_eq(runs.edge[2], 250.25, 0.2, "%g", runs.edge[2]);
    cr_expect_float_eq(phw_pulse_run_length(&runs, 1), 149.75, 0.3);
    cr_expect_float_eq(runs.edge[3], N, 0);
    cr_expect_float_eq(runs.low, 2, 0.02);
    cr_expect_float_eq(runs.high, 3, 0.02);
    cr_expect_gt(phw_pulse_runs_explain(&runs, wave, N), 0.97);
}

Test(pulse_runs, small_steps_do_not_count_and_one_level_has_none)
{
    for (size_t i = 0; i < N; ++i)
        wave[i] = (i < 200 ? 0.0F : 1.0F) + (i % 10 == 5 ? 0.6F : 0) * (i < 200);
    cr_assert(phw_pulse_runs_find(&runs, wave, N));
    cr_expect_eq(runs.n, 2);
    for (size_t i = 0; i < N; ++i)
        wave[i] = 1;
    cr_expect_not(phw_pulse_runs_find(&runs, wave, N));
    cr_expect_not(phw_pulse_runs_find(&runs, wave, 1));
}

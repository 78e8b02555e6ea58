#include "phy/pulse_grid.h"

#include <math.h>

#include <criterion/criterion.h>

#define N 3000

static phw_pulse_runs runs;
static double sum[N + 1];

/* Silence, runs of so many units of 11.3 samples, marks longer and spaces shorter by
 * `bias`; silence. */
static phw_pulse_waveform make(const double *units, size_t n, double bias)
{
    runs = (phw_pulse_runs){.low = 0, .high = 1};
    runs.edge[1] = 100.3;
    for (size_t i = 0; i < n; ++i) {
        const double length = units[i] * 11.3 + (i % 2 ? -bias : bias);
        runs.edge[i + 2] = runs.edge[i + 1] + length;
    }
    runs.n = n + 2;
    const size_t size = (size_t)runs.edge[n + 1] + 100;
    runs.edge[n + 2] = (double)size;
    size_t run = 0;
    for (size_t i = 0; i < size; ++i) {
        while ((double)i >= runs.edge[run + 1])
            ++run;
        sum[i + 1] = sum[i] + (phw_pulse_run_is_high(&runs, run) ? 1 : 0);
    }
    return (phw_pulse_waveform){&runs, sum, size, true};
}

static const double pattern[] = {1, 2, 1, 1, 2, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 1, 1};

#define N_PATTERN (sizeof pattern / sizeof pattern[0])

Test(pulse_grid, the_unit_is_told_whatever_marks_are_longer_by)
{
    for (int k = -2; k <= 2; ++k) {
        phw_pulse_grid g;
        (void)make(pattern, N_PATTERN, k);
        cr_assert(phw_pulse_grid_fit(&g, &runs, 2));
        cr_expect_float_eq(g.unit, 11.3, 1e-6, "%d: %g", k, g.unit);
        cr_expect_float_eq(g.misfit, 0, 1e-6);
        cr_assert(phw_pulse_grid_fit(&g, &runs, 32));
        cr_expect_float_eq(g.unit, 11.3, 1e-6, "%d: %g", k, g.unit);
    }
}

Test(pulse_grid, lengths_that_are_no_multiples_do_not_fit)
{
    static const double any[] = {1, 1.5, 2.45, 1.2, 1.7, 3.4, 1.35, 2.7, 1.55, 2.2};
    phw_pulse_grid g;
    (void)make(any, 10, 0);
    cr_expect(!phw_pulse_grid_fit(&g, &runs, 2) || g.misfit > 0.1, "%g", g.misfit);
    (void)make(any, 2, 0);
    cr_expect_not(phw_pulse_grid_fit(&g, &runs, 2));
}

/* Shifts of a sixteenth of a unit are tried: the origin is within a thirty-second. */
Test(pulse_grid, it_is_laid_where_the_edges_are)
{
    const phw_pulse_waveform w = make(pattern, N_PATTERN, 0);
    phw_pulse_grid g;
    cr_assert(phw_pulse_grid_fit(&g, &runs, 32));
    phw_pulse_grid_align(&g, &w, 1);
    cr_expect_float_eq(g.origin, 100.3, 1.2, "%g", g.origin);
    cr_expect_float_eq(g.unit, 11.3, 0.2, "%g", g.unit);
    cr_expect_eq(phw_pulse_grid_end(&g, &w), 22);
    long long k = 0;
    for (size_t i = 0; i < N_PATTERN; ++i) {
        for (int c = 0; c < (int)pattern[i]; ++c, ++k)
            cr_expect_eq(phw_pulse_grid_chip(&g, &w, k) > 0.5, i % 2 == 0, "%lld", k);
    }
    cr_expect_lt(phw_pulse_grid_chip(&g, &w, 1000), 0.5);
    cr_expect_lt(phw_pulse_grid_chip(&g, &w, -1000), 0.5);
    cr_expect_float_eq(phw_pulse_first(&w), 100.3, 0);
    cr_expect_float_eq(phw_pulse_last(&w), runs.edge[runs.n - 1], 0);
}

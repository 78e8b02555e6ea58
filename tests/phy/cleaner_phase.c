#include "phy/cleaner_phase.h"

#include "tests/phy/observed.h"

/* A tap that stands still must not depend on the line; how each fit is defined. */
Test(cleaner_phase, of_the_ends_leaves_no_slope_between_them_and_no_mean)
{
    phw_clean_report report;
    phw_trace t = observed_rest(1, 1);
    observed_turn(&t, 0, 2, 300e-9);
    cr_assert_eq(observed_clean(&report, &t, "phase:fit=ends"), PHW_OK);
    double mean = 0;
    double phase = 0;
    double first = 0;
    for (size_t k = 0; k < 30; ++k) {
        const double now = (double)cargf(t.cplx[k]);
        phase = k == 0 ? now : phase + remainder(now - phase, 2 * M_PI);
        first = k == 0 ? phase : first;
        mean += phase / 30;
    }
    cr_expect_float_eq(phase, first, 1e-5);
    cr_expect_lt(fabs(remainder(mean, 2 * M_PI)), 1e-5);
    phw_trace_free(&t);
}

Test(cleaner_phase, of_least_squares_leaves_nothing_that_a_line_could_take)
{
    phw_clean_report report;
    phw_trace t = observed_rest(1, 1);
    observed_turn(&t, 0, 2, 300e-9);
    cr_assert_eq(observed_clean(&report, &t, "phase:fit=least"), PHW_OK);
    double w = 0;
    double wy = 0;
    double wxy = 0;
    double phase = 0;
    for (size_t k = 0; k < 30; ++k) {
        const double p = phw_cf_power(t.cplx[k]);
        const double now = (double)cargf(t.cplx[k]);
        phase = k == 0 ? now : phase + remainder(now - phase, 2 * M_PI);
        w += p;
        wy += p * phase;
        wxy += p * phase * intel[k];
    }
    cr_expect_lt(fabs(wy / w), 1e-5, "%g", wy / w);
    cr_expect_lt(fabs(wxy / w / 28), 1e-5, "%g", wxy / w / 28);
    phw_trace_free(&t);
}

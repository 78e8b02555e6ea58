#include "phy/phase_clean.h"

#include "tests/phy/observed.h"

/* Every probe of a channel at rest turned by a line of its own. */
static phw_trace turned(size_t n_probes, size_t n_antennas, double most_rad)
{
    phw_trace t = observed_rest(n_probes, n_antennas);
    for (size_t p = 0; p < n_probes; ++p)
        observed_turn(&t, p, (observed_uniform(20, 2 * p) - 0.5) * 2 * most_rad,
                      (observed_uniform(20, 2 * p + 1) - 0.5) * 2e-6);
    return t;
}

Test(phase_clean, leaves_the_same_whatever_line_was_there)
{
    static const char *const steps[] = {"phase:fit=peak", "phase:fit=least",
                                        "phase:fit=ends", "phase:to=first",
                                        "phase:to=previous:fit=peak"};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; ++i) {
        for (size_t n_antennas = 1; n_antennas <= 3; n_antennas += 2) {
            phw_clean_report report;
            phw_trace t = turned(100, n_antennas, M_PI);
            cr_assert_eq(observed_clean(&report, &t, steps[i]), PHW_OK);
            for (size_t p = 1; p < t.n_probes; ++p)
                cr_expect_lt(observed_apart(&t, p, &t, 0), 2e-4, "%s, probe %zu: %g",
                             steps[i], p, observed_apart(&t, p, &t, 0));
            cr_expect_lt(report.before, 0.3);
            cr_expect_gt(report.after, 1 - 1e-6);
            phw_trace_free(&t);
        }
    }
}

Test(phase_clean, timing_takes_the_slope_alone)
{
    phw_clean_report report;
    phw_trace t = turned(100, 2, 0);
    cr_assert_eq(observed_clean(&report, &t, "timing:fit=peak"), PHW_OK);
    for (size_t p = 1; p < t.n_probes; ++p)
        cr_expect_lt(observed_apart(&t, p, &t, 0), 2e-4);
    phw_trace_free(&t);

    /* The phase at the carrier stays: of the first probe and of one a turn away. */
    phw_trace u = observed_rest(2, 1);
    phw_trace truth = observed_rest(2, 1);
    observed_turn(&u, 1, 1.5, 400e-9);
    observed_turn(&truth, 1, 1.5, 0);
    cr_assert_eq(observed_clean(&report, &u, "timing:to=first"), PHW_OK);
    cr_expect_lt(observed_apart(&u, 0, &truth, 0), 1e-12);
    cr_expect_lt(observed_apart(&u, 1, &truth, 1), 2e-4);
    phw_trace_free(&u);
    phw_trace_free(&truth);
}

Test(phase_clean, to_the_first_keeps_the_first_as_it_was)
{
    phw_clean_report report;
    phw_trace t = turned(10, 2, M_PI);
    phw_trace truth = turned(10, 2, M_PI);
    cr_assert_eq(observed_clean(&report, &t, "phase:to=first"), PHW_OK);
    for (size_t p = 0; p < t.n_probes; ++p)
        cr_expect_lt(observed_apart(&t, p, &truth, 0), 2e-4);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(phase_clean, refuses_what_has_no_phase_over_carriers)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 3, 4), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "phase"), PHW_EINPUT);
    phw_trace_free(&t);
    t = observed_rest(3, 2);
    t.coefficient[31] += 1;
    cr_expect_eq(observed_clean(&report, &t, "timing"), PHW_EINPUT);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 3, 1), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "phase"), PHW_EINPUT);
    phw_trace_free(&t);
}

#include "phy/cleaner_resample.h"

#include "tests/phy/observed.h"

/* A straight line over time, which every method but the nearest reads exactly. */
static phw_trace line(size_t n)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, n, 2), PHW_OK);
    t.has_time = true;
    for (size_t p = 0; p < n; ++p) {
        t.time_s[p] = 5 + 0.1 * ((double)p + 0.3 * observed_uniform(80, p));
        t.cplx[2 * p] = CMPLXF((float)t.time_s[p], -3);
        t.cplx[2 * p + 1] = CMPLXF(1, 2 - (float)t.time_s[p]);
    }
    return t;
}

Test(cleaner_resample, reads_a_straight_line_at_even_instants)
{
    static const char *const steps[] = {"resample:method=linear:rate=25",
                                        "resample:method=cubic:rate=25"};
    for (size_t i = 0; i < 2; ++i) {
        phw_clean_report report;
        phw_trace t = line(100);
        const double start_s = t.time_s[0];
        cr_assert_eq(observed_clean(&report, &t, steps[i]), PHW_OK);
        cr_expect_eq(report.n_dropped, 0);
        cr_expect(t.n_probes >= 247 && t.n_probes <= 250, "%zu", t.n_probes);
        for (size_t p = 0; p < t.n_probes; ++p) {
            cr_expect_float_eq(t.time_s[p], start_s + (double)p / 25, 1e-9);
            cr_expect_float_eq((double)crealf(t.cplx[2 * p]), t.time_s[p], 1e-5);
            cr_expect_float_eq((double)cimagf(t.cplx[2 * p + 1]), 2 - t.time_s[p],
                               1e-5);
        }
        phw_trace_free(&t);
    }
}

Test(cleaner_resample, leaves_gaps_empty_unless_told)
{
    phw_clean_report report;
    phw_trace t = line(100);
    for (size_t p = 50; p < 100; ++p)
        t.time_s[p] += 1;
    cr_assert_eq(observed_clean(&report, &t, "resample:method=linear:rate=10"), PHW_OK);
    cr_expect(report.n_dropped >= 10 && report.n_dropped <= 11, "%zu",
              report.n_dropped);
    cr_expect_eq(report.n_seen, report.n_dropped + t.n_probes);
    phw_trace_free(&t);
    t = line(100);
    for (size_t p = 50; p < 100; ++p)
        t.time_s[p] += 1;
    cr_assert_eq(observed_clean(&report, &t, "resample:method=linear:rate=10:gap=20"),
                 PHW_OK);
    cr_expect_eq(report.n_dropped, 0);
    phw_trace_free(&t);
}

Test(cleaner_resample, refuses_what_has_no_instants_or_too_many)
{
    phw_clean_report report;
    phw_trace t = line(100);
    cr_expect_eq(observed_clean(&report, &t, "resample:rate=1e6"), PHW_EINPUT);
    t.has_time = false;
    cr_expect_eq(observed_clean(&report, &t, "resample"), PHW_EINPUT);
    cr_expect_eq(t.n_probes, 100);
    phw_trace_free(&t);
}

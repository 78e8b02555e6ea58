#include "phy/cleaner_agc.h"

#include "phy/neighbours.h"
#include "phy/trace_gain.h"

#include "tests/phy/observed.h"

/* The level drifts by up to 0.13 dB a probe, as fading does. */
static void drift(phw_trace *t)
{
    for (size_t p = 0; p < t->n_probes; ++p)
        phw_trace_gain(t, p, 4 * sin(2 * M_PI * (double)p / 200));
}

Test(cleaner_agc, takes_off_what_its_column_says)
{
    phw_clean_report report;
    phw_trace t = observed_rest(100, 1);
    phw_trace truth = observed_rest(100, 1);
    double *agc = NULL;
    cr_assert_eq(phw_trace_add_column(&agc, &t, "agc", "dB"), PHW_OK);
    drift(&t);
    drift(&truth);
    for (size_t p = 0; p < 100; ++p) {
        agc[p] = 30 + (double)(p / 10 % 3) * 6;
        phw_trace_gain(&t, p, agc[p]);
    }
    cr_assert_eq(observed_clean(&report, &t, "agc"), PHW_OK);
    for (size_t p = 0; p < 100; ++p)
        cr_expect_lt(observed_apart(&t, p, &truth, p), 1e-5);
    cr_expect_eq(report.n_changed, 9);
    cr_expect_gt(report.before, 1);
    cr_expect_lt(report.after, 0.13);
    agc[7] = (double)NAN;
    cr_expect_eq(observed_clean(&report, &t, "agc"), PHW_EINPUT);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

/* Steps of +6, -10, +4 dB at probes 20, 55, 90, and what is left: each step is measured
 * with the drift of its one probe in it, 0.13 dB at most, or, in quanta of 2 dB, not.
 */
Test(cleaner_agc, finds_the_steps_that_all_coefficients_make)
{
    for (size_t quantum = 0; quantum < 2; ++quantum) {
        phw_clean_report report;
        phw_trace t = observed_rest(120, 2);
        phw_trace truth = observed_rest(120, 2);
        drift(&t);
        drift(&truth);
        for (size_t p = 0; p < 120; ++p)
            phw_trace_gain(&t, p,
                           (p >= 20 ? 6 : 0) - (p >= 55 ? 10 : 0) + (p >= 90 ? 4 : 0));
        cr_assert_eq(observed_clean(&report, &t, quantum ? "agc:quantum=2" : "agc"),
                     PHW_OK);
        cr_expect_eq(report.n_changed, 3);
        for (size_t p = 0; p < 120; ++p)
            cr_expect_float_eq(phw_probe_level_db(&t, p), phw_probe_level_db(&truth, p),
                               quantum ? 1e-4 : 3 * 0.13);
        phw_trace_free(&t);
        phw_trace_free(&truth);
    }
}

Test(cleaner_agc, takes_no_fade_of_some_coefficients_for_a_step)
{
    phw_clean_report report;
    phw_trace t = observed_rest(100, 1);
    phw_trace truth = observed_rest(100, 1);
    for (size_t p = 50; p < 100; ++p) {
        for (size_t k = 0; k < 14; ++k)
            t.cplx[p * 30 + k] *= 0.1F;
    }
    cr_assert_eq(observed_clean(&report, &t, "agc:by=detect"), PHW_OK);
    cr_expect_eq(report.n_changed, 0);
    cr_expect_lt(observed_apart(&t, 99, &truth, 99), 2);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_agc, steps_of_power_in_db_are_taken_off_in_db)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 60, 1), PHW_OK);
    for (size_t p = 0; p < 60; ++p)
        t.real[p] = -60 + (p >= 30 ? 12 : 0);
    cr_assert_eq(observed_clean(&report, &t, "agc"), PHW_OK);
    for (size_t p = 0; p < 60; ++p)
        cr_expect_float_eq((double)t.real[p], -60, 1e-4);
    cr_expect_eq(observed_clean(&report, &t, "agc:by=column"), PHW_EINPUT);
    phw_trace_free(&t);
}

/* Levels that are independent from probe to probe by 3 dB have changes of 4.2 dB, and
 * six times that is never met: all of it is the channel's. */
Test(cleaner_agc, takes_no_noise_for_a_step)
{
    phw_clean_report report;
    phw_trace t = observed_rest(200, 1);
    const phw_rng rng = observed_stream(59);
    phw_cf level[200];
    phw_rng_normal_complex(level, &rng, 18, 0, 200);
    for (size_t p = 0; p < 200; ++p)
        phw_trace_gain(&t, p, (double)crealf(level[p]));
    cr_assert_eq(observed_clean(&report, &t, "agc:by=detect"), PHW_OK);
    cr_expect_eq(report.n_changed, 0, "%zu", report.n_changed);
    phw_trace_free(&t);
}

#include "phy/cleaner_level.h"

#include "phy/neighbours.h"
#include "phy/trace_gain.h"

#include "tests/phy/observed.h"

Test(cleaner_level, brings_every_probe_to_mean_power_1)
{
    phw_clean_report report;
    phw_trace t = observed_rest(20, 2);
    for (size_t p = 0; p < 20; ++p)
        phw_trace_gain(&t, p, 40 * observed_uniform(40, p));
    memset(t.cplx + 3 * 60, 0, 60 * sizeof *t.cplx);
    t.noise_variance = 1;
    cr_assert_eq(observed_clean(&report, &t, "level"), PHW_OK);
    cr_expect_eq(report.n_dropped, 1);
    cr_assert_eq(t.n_probes, 19);
    cr_expect_eq(t.sequence[3], 4);
    cr_expect_eq(t.noise_variance, 0);
    for (size_t p = 0; p < 19; ++p)
        cr_expect_float_eq(phw_probe_level_db(&t, p), 0, 1e-5);
    cr_expect_gt(report.before, 5);
    cr_expect_lt(report.after, 1e-5);
    phw_trace_free(&t);
}

Test(cleaner_level, brings_probes_to_the_received_power_that_is_known)
{
    phw_clean_report report;
    phw_trace t = observed_rest(20, 1);
    double *rssi = NULL;
    double *noise = NULL;
    cr_expect_eq(observed_clean(&report, &t, "level:to=rssi"), PHW_EINPUT);
    cr_assert_eq(phw_trace_add_column(&rssi, &t, "rssi_dbm", "dBm"), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&noise, &t, "noise_variance", "1"), PHW_OK);
    for (size_t p = 0; p < 20; ++p) {
        rssi[p] = p == 6 ? (double)NAN : -40 - (double)p;
        noise[p] = 0.5;
    }
    const double level_db = phw_probe_level_db(&t, 0);
    cr_assert_eq(observed_clean(&report, &t, "level:to=rssi"), PHW_OK);
    cr_expect_eq(report.n_dropped, 1);
    for (size_t p = 0; p < 19; ++p) {
        const double to = phw_trace_find_column(&t, "rssi_dbm")[p];
        cr_expect_float_eq(phw_probe_level_db(&t, p), to, 1e-4);
        /* The noise has become softer by as much. */
        cr_expect_float_eq(10 * log10(phw_trace_find_column(&t, "noise_variance")[p]),
                           10 * log10(0.5) + to - level_db, 1e-4);
    }
    phw_trace_free(&t);
}

Test(cleaner_level, refuses_to_take_all_there_is)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 5, 1), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "level"), PHW_EINPUT);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 5, 3), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "level"), PHW_EINPUT);
    cr_expect_eq(t.n_probes, 5);
    phw_trace_free(&t);
}

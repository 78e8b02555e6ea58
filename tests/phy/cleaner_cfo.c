#include "phy/cleaner_cfo.h"

#include <stdio.h>

#include "tests/phy/observed.h"

Test(cleaner_cfo, aligned_probes_of_a_channel_at_rest_are_all_the_first)
{
    phw_clean_report report;
    phw_trace t = observed_rest(50, 2);
    phw_trace truth = observed_rest(50, 2);
    for (size_t p = 1; p < 50; ++p)
        observed_turn(&t, p, 7 * observed_uniform(30, p), 0);
    memset(t.cplx + 5 * 60, 0, 60 * sizeof *t.cplx);
    cr_assert_eq(observed_clean(&report, &t, "cfo"), PHW_OK);
    for (size_t p = 1; p < 50; ++p) {
        if (p != 5)
            cr_expect_lt(observed_apart(&t, p, &truth, 0), 1e-5);
    }
    cr_expect_eq(report.n_changed, 48);
    cr_expect_gt(report.after, 1 - 1e-6);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

/* One offset for N probes T apart and K coefficients of power P in noise of variance
 * s2: var(offset) >= 6 s2 / (K P (2 pi T)^2 N (N^2 - 1)) (Rife and Boorstyn, IEEE
 * Trans. Inf. Theory 20(5), 1974, K times over). 400 trials: within 5 sqrt(2 / 400) =
 * 36 %. */
Test(cleaner_cfo, a_tone_is_found_as_well_as_the_cramer_rao_bound_allows)
{
    enum {
        TRIALS = 400,
        N = 40
    };

    double error = 0;
    double power = 0;
    for (size_t i = 0; i < TRIALS; ++i) {
        const double offset_hz = 800 * (observed_uniform(31, i) - 0.5);
        const phw_rng rng = observed_stream(32);
        phw_clean_report report;
        phw_trace t = observed_rest(N, 1);
        phw_cf noise[30 * N];
        double found = 0;
        phw_rng_normal_complex(noise, &rng, 0.1, 30 * N * i, 30 * N);
        power = 0;
        for (size_t p = 0; p < N; ++p) {
            observed_turn(&t, p, 2 * M_PI * offset_hz * t.time_s[p], 0);
            for (size_t k = 0; k < 30; ++k) {
                power += phw_cf_power(t.cplx[p * 30 + k]) / (30 * N);
                t.cplx[p * 30 + k] += noise[p * 30 + k];
            }
        }
        cr_assert_eq(observed_clean(&report, &t, "cfo:by=tone"), PHW_OK);
        cr_assert_eq(sscanf(report.note, "offset %lf Hz", &found), 1);
        error += (found - offset_hz) * (found - offset_hz);
        phw_trace_free(&t);
    }
    const double turn = 2 * M_PI * 1e-3;
    const double bound = 6 * 0.1 / (30 * power * turn * turn * N * (N * N - 1.0));
    cr_expect_float_eq(error / TRIALS / bound, 1, 0.36, "%g", error / TRIALS / bound);
}

Test(cleaner_cfo, a_tone_is_taken_off_at_uneven_instants)
{
    phw_clean_report report;
    phw_trace t = observed_rest(200, 1);
    phw_trace truth = observed_rest(200, 1);
    for (size_t p = 0; p < 200; ++p) {
        t.time_s[p] += 0.4e-3 * observed_uniform(33, p) + (p > 120 ? 0.0205 : 0);
        observed_turn(&t, p, 2 * M_PI * 237.0 * (t.time_s[p] - t.time_s[0]), 0);
    }
    cr_assert_eq(observed_clean(&report, &t, "cfo:by=tone"), PHW_OK);
    for (size_t p = 0; p < 200; ++p)
        cr_expect_lt(observed_apart(&t, p, &truth, 0), 1e-4);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_cfo, by_the_column_is_what_the_offsets_add_up_to)
{
    phw_clean_report report;
    phw_trace t = observed_rest(100, 1);
    phw_trace truth = observed_rest(100, 1);
    double *cfo_hz = NULL;
    double turns = 0;
    cr_assert_eq(phw_trace_add_column(&cfo_hz, &t, "cfo_hz", "Hz"), PHW_OK);
    for (size_t p = 0; p < 100; ++p) {
        cfo_hz[p] = 1e4 + 30 * (double)p;
        /* The integral of a straight line, exactly: trapezoids are. */
        turns = 1e4 * t.time_s[p] + 15e3 * t.time_s[p] * t.time_s[p];
        observed_turn(&t, p, 2 * M_PI * turns, 0);
    }
    cr_assert_eq(observed_clean(&report, &t, "cfo:by=column"), PHW_OK);
    for (size_t p = 0; p < 100; ++p)
        cr_expect_lt(observed_apart(&t, p, &truth, 0), 1e-5);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_cfo, needs_phases_and_what_it_goes_by)
{
    phw_clean_report report;
    phw_trace t = observed_rest(5, 1);
    cr_expect_eq(observed_clean(&report, &t, "cfo:by=column"), PHW_EINPUT);
    t.has_time = false;
    cr_expect_eq(observed_clean(&report, &t, "cfo:by=tone"), PHW_EINPUT);
    t.has_time = true;
    t.time_s[1] = t.time_s[0];
    cr_expect_eq(observed_clean(&report, &t, "cfo:by=tone"), PHW_EINPUT);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 5, 2), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "cfo"), PHW_EINPUT);
    phw_trace_free(&t);
}

/* 100 Hz, told at the first three probes and at none of those that follow. */
Test(cleaner_cfo, a_column_goes_on_with_what_was_known_last)
{
    phw_clean_report report;
    phw_trace t = observed_rest(20, 1);
    phw_trace truth = observed_rest(20, 1);
    double *cfo_hz = NULL;
    cr_assert_eq(phw_trace_add_column(&cfo_hz, &t, "cfo_hz", "Hz"), PHW_OK);
    for (size_t p = 0; p < 20; ++p) {
        cfo_hz[p] = p < 3 ? 100 : (double)NAN;
        observed_turn(&t, p, 2 * M_PI * 100 * (t.time_s[p] - t.time_s[0]), 0);
    }
    cr_assert_eq(observed_clean(&report, &t, "cfo:by=column"), PHW_OK);
    for (size_t p = 0; p < 20; ++p)
        cr_expect_lt(observed_apart(&t, p, &truth, 0), 1e-5, "probe %zu", p);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

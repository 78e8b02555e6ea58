#include "phy/cleaner_outliers.h"

#include "tests/phy/observed.h"

/* Fifteen periods over the trace, a little noise. */
static phw_trace wave(size_t n, size_t width)
{
    phw_trace t = {0};
    const phw_rng rng = observed_stream(50);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, n, width), PHW_OK);
    phw_rng_normal(t.real, &rng, 0, n * width);
    for (size_t i = 0; i < n * width; ++i)
        t.real[i] = (float)(10 + 3 * sin(30 * M_PI * (double)(i / width) / (double)n) +
                            0.05 * (double)t.real[i]);
    return t;
}

Test(cleaner_outliers, finds_the_probes_that_are_off_and_no_others)
{
    static const size_t off[] = {0, 17, 18, 200, 399};
    phw_clean_report report;
    phw_trace t = wave(400, 8);
    phw_trace truth = wave(400, 8);
    for (size_t i = 0; i < 5; ++i) {
        for (size_t k = 0; k < 6; ++k)
            t.real[off[i] * 8 + k] *= 2;
    }
    /* A third of a probe is no probe. */
    t.real[300 * 8] = t.real[300 * 8 + 1] = 30;
    cr_assert_eq(observed_clean(&report, &t, "outliers"), PHW_OK);
    cr_expect_eq(report.n_changed, 5);
    for (size_t p = 0; p < 400; ++p) {
        bool was_off = false;
        for (size_t i = 0; i < 5; ++i)
            was_off |= off[i] == p;
        for (size_t k = 0; k < 8 && p != 300; ++k) {
            const double apart =
                fabs((double)(t.real[p * 8 + k] - truth.real[p * 8 + k]));
            /* A straight line over three probes of a wave of 27: 3 (2 pi 1.5 / 27)^2 /
             * 2, a step to the nearest at the ends 3 (2 pi / 27), and noise. */
            cr_expect(was_off ? apart < 1.1 : apart <= 0, "probe %zu: %g", p, apart);
        }
    }
    phw_trace_free(&t);

    t = wave(400, 8);
    for (size_t i = 0; i < 5; ++i) {
        for (size_t k = 0; k < 8; ++k)
            t.real[off[i] * 8 + k] *= 2;
    }
    cr_assert_eq(observed_clean(&report, &t, "outliers:action=drop"), PHW_OK);
    cr_expect_eq(report.n_dropped, 5);
    cr_assert_eq(t.n_probes, 395);
    cr_expect_eq(t.sequence[0], 1);
    cr_expect_eq(t.sequence[16], 19);
    cr_expect_eq(t.sequence[394], 398);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

Test(cleaner_outliers, of_values_mends_each_on_its_own)
{
    phw_clean_report report;
    phw_trace t = wave(400, 8);
    phw_trace truth = wave(400, 8);
    t.real[100 * 8 + 3] = 0;
    t.real[101 * 8 + 3] = 100;
    t.real[250 * 8 + 7] = 50;
    cr_assert_eq(observed_clean(&report, &t, "outliers:of=value:mad=8"), PHW_OK);
    cr_expect_eq(report.n_changed, 3);
    cr_expect_gt(report.before, 30);
    cr_expect_lt(report.after, 8);
    for (size_t i = 0; i < 400 * 8; ++i)
        cr_expect_lt(fabs((double)(t.real[i] - truth.real[i])), 0.5, "%zu %zu", i / 8,
                     i % 8);
    phw_trace_free(&t);
    phw_trace_free(&truth);
}

/* Independent Gaussian values: the median of 1001 has 1/637 of a value's variance, so
 * what is left is Gaussian to that, and lies beyond 3 sigma with probability 0.00270.
 * Of 20000 values 54 +- 7.3; the median's part is worth 0.7 % of the 54. */
Test(cleaner_outliers, have_the_false_alarms_of_gaussian_values)
{
    phw_clean_report report;
    phw_trace t = {0};
    const phw_rng rng = observed_stream(51);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 20000, 1), PHW_OK);
    phw_rng_normal(t.real, &rng, 0, 20000);
    cr_assert_eq(observed_clean(&report, &t, "outliers:mad=3:window=1001"), PHW_OK);
    cr_expect_float_eq((double)report.n_changed, 54, 5 * 7.3 + 0.5, "%zu",
                       report.n_changed);
    phw_trace_free(&t);
}

Test(cleaner_outliers, of_a_series_that_hardly_moves_are_found)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 100, 1), PHW_OK);
    for (size_t p = 0; p < 100; ++p)
        t.real[p] = -50;
    cr_assert_eq(observed_clean(&report, &t, "outliers"), PHW_OK);
    cr_expect_eq(report.n_changed, 0);
    t.real[40] = -90;
    cr_assert_eq(observed_clean(&report, &t, "outliers"), PHW_OK);
    cr_expect_eq(report.n_changed, 1);
    cr_expect_eq(t.real[40], -50);
    cr_expect_eq(observed_clean(&report, &t, "outliers:window=4"), PHW_EARG);
    phw_trace_free(&t);
}

Test(cleaner_outliers, are_bridged_by_the_times_not_the_numbers)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 30, 1), PHW_OK);
    for (size_t p = 0; p < 30; ++p) {
        t.time_s[p] = (double)p + (p > 14 ? 3 : 0);
        t.cplx[p] = CMPLXF(100 + (float)t.time_s[p], 5);
    }
    t.cplx[14] = 1000;
    cr_assert_eq(observed_clean(&report, &t, "outliers"), PHW_OK);
    /* Between 13 at 13 s and 15 at 18 s: 14 s is a fifth of the way. */
    cr_expect_float_eq((double)crealf(t.cplx[14]), 114, 1e-4);
    cr_expect_float_eq((double)cimagf(t.cplx[14]), 5, 1e-6);
    phw_trace_free(&t);
}

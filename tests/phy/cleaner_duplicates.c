#include "phy/cleaner_duplicates.h"

#include "tests/phy/observed.h"

static phw_trace noisy(size_t n)
{
    phw_trace t = observed_rest(n, 1);
    const phw_rng rng = observed_stream(60);
    phw_rng_normal_complex(t.cplx, &rng, 1, 0, n * 30);
    return t;
}

static void repeat(phw_trace *t, size_t to, size_t from)
{
    memcpy(t->cplx + to * 30, t->cplx + from * 30, 30 * sizeof *t->cplx);
}

Test(cleaner_duplicates, are_dropped_behind_what_they_repeat)
{
    phw_clean_report report;
    phw_trace t = noisy(20);
    repeat(&t, 1, 0);
    repeat(&t, 8, 7);
    repeat(&t, 9, 7);
    repeat(&t, 15, 12);
    cr_assert_eq(observed_clean(&report, &t, "duplicates"), PHW_OK);
    /* One after the other counts from the one kept: 9 is two behind 7. */
    cr_expect_eq(report.n_dropped, 2);
    cr_assert_eq(observed_clean(&report, &t, "duplicates:within=5"), PHW_OK);
    cr_expect_eq(report.n_dropped, 2);
    cr_assert_eq(t.n_probes, 16);
    cr_expect_eq(t.sequence[1], 2);
    cr_expect_eq(t.sequence[7], 10);
    cr_expect_eq(report.before, 18);
    cr_expect_eq(report.after, 16);
    phw_trace_free(&t);
}

Test(cleaner_duplicates, by_time_are_told_at_the_same_instant)
{
    phw_clean_report report;
    phw_trace t = noisy(10);
    repeat(&t, 1, 0);
    repeat(&t, 5, 4);
    t.time_s[5] = t.time_s[4];
    cr_assert_eq(observed_clean(&report, &t, "duplicates:by=time"), PHW_OK);
    cr_expect_eq(report.n_dropped, 1);
    cr_expect_eq(t.sequence[5], 6);
    t.has_time = false;
    cr_expect_eq(observed_clean(&report, &t, "duplicates:by=time"), PHW_EINPUT);
    phw_trace_free(&t);
}

Test(cleaner_duplicates, of_one_power_are_nothing_strange)
{
    phw_clean_report report;
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 9, 1), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "duplicates"), PHW_EINPUT);
    cr_expect_eq(t.n_probes, 9);
    phw_trace_free(&t);
}

#include "phy/cleaner_nulls.h"

#include "tests/phy/observed.h"

/* n bins in ascending order about 0, filled as `used` says; garbage elsewhere. */
static phw_trace bins(size_t n, double spacing_hz, int used_from, int used_to,
                      float garbage)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 5, n), PHW_OK);
    for (size_t i = 0; i < 5 * n; ++i) {
        const int k = (int)(i % n) - (int)(n / 2);
        t.coefficient[i % n] = k * spacing_hz;
        t.cplx[i] = abs(k) >= used_from && abs(k) <= used_to
                        ? (float)(1 + 0.3 * sin(0.2 * k + (double)i))
                        : garbage;
    }
    return t;
}

static void expect_used(const phw_trace *t, double spacing_hz, int from, int to)
{
    cr_assert_eq(t->n_coefficients, 2 * (size_t)(to - from + 1), "%zu",
                 t->n_coefficients);
    for (size_t i = 0; i < t->n_coefficients; ++i) {
        const double k = fabs(t->coefficient[i]) / spacing_hz;
        cr_expect(k >= from && k <= to);
    }
}

Test(cleaner_nulls, drops_guards_and_nulls_of_every_width_whatever_they_hold)
{
    static const struct {
        size_t n;
        double spacing_hz;
        int from, to;
    } row[] = {{64, 312500, 1, 28},  {128, 312500, 2, 58}, {256, 312500, 2, 122},
               {256, 78125, 2, 122}, {512, 78125, 3, 244}, {1024, 78125, 3, 500}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        for (int garbage = 0; garbage < 3; ++garbage) {
            static const float what[] = {0, 1, 3e4F};
            phw_clean_report report;
            phw_trace t = bins(row[i].n, row[i].spacing_hz, row[i].from, row[i].to,
                               what[garbage]);
            cr_assert_eq(observed_clean(&report, &t, "nulls"), PHW_OK);
            expect_used(&t, row[i].spacing_hz, row[i].from, row[i].to);
            cr_expect_eq(report.n_dropped, row[i].n - t.n_coefficients);
            cr_expect_lt(report.after, 6);
            phw_trace_free(&t);
        }
    }
}

Test(cleaner_nulls, drops_what_is_empty_of_a_narrower_signal)
{
    phw_clean_report report;
    /* Legacy training in bins of HT, which knows 27 and 28. */
    phw_trace t = bins(64, 312500, 1, 26, 0);
    cr_assert_eq(observed_clean(&report, &t, "nulls"), PHW_OK);
    expect_used(&t, 312500, 1, 26);
    phw_trace_free(&t);
    /* 20 MHz in the middle of 80, noise beside it: most of the band is empty. */
    t = bins(256, 312500, 2, 90, 1e-3F);
    cr_assert_eq(observed_clean(&report, &t, "nulls"), PHW_OK);
    expect_used(&t, 312500, 2, 90);
    phw_trace_free(&t);
    t = bins(256, 312500, 1, 127, 3e4F);
    cr_assert_eq(observed_clean(&report, &t, "nulls:standard=none"), PHW_OK);
    expect_used(&t, 312500, 1, 127);
    phw_trace_free(&t);
}

Test(cleaner_nulls, keeps_every_group_of_an_intel_5300)
{
    phw_clean_report report;
    phw_trace t = observed_rest(4, 3);
    cr_assert_eq(observed_clean(&report, &t, "nulls:floor=0"), PHW_OK);
    cr_expect_eq(t.n_coefficients, 90);
    cr_expect_eq(t.n_antennas, 3);
    cr_assert_eq(observed_clean(&report, &t, "nulls:standard=legacy:floor=0"), PHW_OK);
    /* Without -28 and 27, 28. */
    cr_expect_eq(t.n_coefficients, 81);
    cr_expect_eq(t.coefficient[0], -26 * SPACING_HZ);
    cr_expect_eq(t.coefficient[27], -26 * SPACING_HZ);
    phw_trace_free(&t);
}

Test(cleaner_nulls, goes_by_power_where_no_offsets_are_known)
{
    phw_clean_report report;
    phw_trace t = bins(64, 0, 1, 26, 0);
    cr_assert_eq(observed_clean(&report, &t, "nulls"), PHW_OK);
    cr_expect_eq(t.n_coefficients, 52);
    cr_expect_not_null(strstr(report.note, "12 more by their power"), "%s",
                       report.note);
    phw_trace_free(&t);
}

Test(cleaner_nulls, refuses_what_is_of_no_such_carriers)
{
    phw_clean_report report;
    phw_trace t = bins(64, 15000, 1, 30, 0);
    cr_expect_eq(observed_clean(&report, &t, "nulls:standard=ht"), PHW_EINPUT);
    cr_expect_eq(t.n_coefficients, 64);
    cr_assert_eq(observed_clean(&report, &t, "nulls"), PHW_OK);
    expect_used(&t, 15000, 1, 30);
    phw_trace_free(&t);
    t = bins(64, 312500, 40, 50, 0);
    cr_expect_eq(observed_clean(&report, &t, "nulls"), PHW_EINPUT);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 2, 2), PHW_OK);
    cr_expect_eq(observed_clean(&report, &t, "nulls"), PHW_EINPUT);
    phw_trace_free(&t);
}

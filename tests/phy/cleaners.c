#include "phy/cleaners.h"

#include "phy/cleaner_nulls.h"
#include "phy/cleaner_outliers.h"

#include "tests/phy/observed.h"

Test(cleaners, are_found_by_name)
{
    const phw_cleaner *cleaner = NULL;
    size_t n = 0;
    const phw_cleaner *const *all = phw_cleaner_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        cr_assert_eq(phw_cleaner_find(&cleaner, all[i]->name), PHW_OK);
        cr_expect_eq(cleaner, all[i]);
        cr_expect_not_null(all[i]->summary);
    }
    cr_expect_eq(phw_cleaner_find(&cleaner, "soap"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "outliers"));
}

Test(cleaners, are_read_from_a_list)
{
    phw_clean_step step[PHW_CLEAN_STEPS_MAX];
    size_t n = 0;
    cr_assert_eq(phw_clean_steps_read(step, &n, "nulls,outliers:mad=7:of=value"),
                 PHW_OK);
    cr_assert_eq(n, 2);
    cr_expect_eq(step[0].cleaner, &phw_cleaner_nulls);
    cr_expect_eq(step[1].cleaner, &phw_cleaner_outliers);
    cr_expect_eq(step[1].params.value[0], 7);
}

Test(cleaners, that_are_none_are_refused)
{
    static const char *const bad[] = {"",          "nulls,",         ",nulls",
                                      "soap",      "outliers:mad=x", "phase:fit=round",
                                      "nulls:x=1", "nulls, phase"};
    phw_clean_step step[PHW_CLEAN_STEPS_MAX];
    size_t n = 0;
    char many[8 * (PHW_CLEAN_STEPS_MAX + 1)] = "phase";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_clean_steps_read(step, &n, bad[i]), PHW_EARG, "'%s'", bad[i]);
    for (size_t i = 1; i <= PHW_CLEAN_STEPS_MAX; ++i)
        memcpy(many + 6 * i - 1, ",phase", 7);
    cr_expect_eq(phw_clean_steps_read(step, &n, many), PHW_EARG);
    cr_expect_eq(n, 0);
}

/* A trace with something of everything, one antenna or three. */
static phw_trace everything(phw_trace_kind kind, size_t n_antennas)
{
    phw_trace t = {0};
    phw_trace rest = observed_rest(40, n_antennas);
    const phw_rng rng = observed_stream(90);
    double *column = NULL;
    cr_assert_eq(phw_trace_alloc(&t, kind, 40, rest.n_coefficients), PHW_OK);
    t.n_antennas = n_antennas;
    t.has_time = true;
    t.noise_variance = 0.1;
    memcpy(t.coefficient, rest.coefficient, rest.n_coefficients * sizeof(double));
    if (t.cplx != NULL)
        phw_rng_normal_complex(t.cplx, &rng, 1, 0, 40 * t.n_coefficients);
    else
        phw_rng_normal(t.real, &rng, 0, 40 * t.n_coefficients);
    static const char *const names[] = {"agc", "rssi_dbm", "cfo_hz", "noise_variance"};
    for (size_t c = 0; c < 4; ++c) {
        cr_assert_eq(phw_trace_add_column(&column, &t, names[c], "1"), PHW_OK);
        for (size_t p = 0; p < 40; ++p)
            column[p] = observed_uniform(91 + (uint32_t)c, p);
    }
    phw_trace_free(&rest);
    return t;
}

static bool is_same(const phw_trace *a, const phw_trace *b)
{
    const size_t n = a->n_probes * a->n_coefficients;
    if (a->n_probes != b->n_probes || a->n_coefficients != b->n_coefficients)
        return false;
    return a->cplx != NULL ? memcmp(a->cplx, b->cplx, n * sizeof *a->cplx) == 0
                           : memcmp(a->real, b->real, n * sizeof *a->real) == 0;
}

/* observed_clean() checks the trace that is left. */
Test(cleaners, leave_a_trace_that_is_one_or_the_trace_as_it_was)
{
    size_t n = 0;
    const phw_cleaner *const *all = phw_cleaner_list(&n);
    for (int kind = 0; kind < PHW_N_TRACE_KINDS; ++kind) {
        for (size_t i = 0; i < 2 * n; ++i) {
            const size_t n_antennas = i < n ? 1 : 3;
            phw_clean_report report = {0};
            phw_trace t = everything((phw_trace_kind)kind, n_antennas);
            phw_trace was = everything((phw_trace_kind)kind, n_antennas);
            const phw_status s = observed_clean(&report, &t, all[i % n]->name);
            if (s) {
                cr_expect_eq(s, PHW_EINPUT, "%s: %s", all[i % n]->name,
                             phw_error_message());
                cr_expect(is_same(&t, &was), "%s", all[i % n]->name);
                cr_expect_not_null(strstr(phw_error_message(), all[i % n]->name));
            } else {
                cr_expect_not_null(report.noun);
                cr_expect_not_null(report.figure);
                cr_expect_not_null(report.unit);
                cr_expect_leq(report.n_dropped, report.n_seen);
            }
            phw_trace_free(&t);
            phw_trace_free(&was);
        }
    }
}

/* The least traces there are, of zeros and not. */
Test(cleaners, take_traces_however_small)
{
    size_t n = 0;
    const phw_cleaner *const *all = phw_cleaner_list(&n);
    for (size_t i = 0; i < n * PHW_N_TRACE_KINDS * 18; ++i) {
        const size_t shape = i / n / PHW_N_TRACE_KINDS;
        phw_clean_report report = {0};
        phw_trace t = {0};
        const phw_trace_kind kind = (phw_trace_kind)(i / n % PHW_N_TRACE_KINDS);
        const size_t n_probes = 1 + shape % 3;
        const size_t n_values = 1 + shape / 3 % 3;
        cr_assert_eq(phw_trace_alloc(&t, kind, n_probes, n_values), PHW_OK);
        t.has_time = true;
        for (size_t k = 0; k < n_values; ++k)
            t.coefficient[k] = SPACING_HZ * (double)(k + 1);
        for (size_t k = 0; k < n_probes * n_values && shape >= 9; ++k) {
            if (t.cplx != NULL)
                t.cplx[k] = CMPLXF(1, (float)k);
            else
                t.real[k] = (float)k;
        }
        const phw_status s = observed_clean(&report, &t, all[i % n]->name);
        cr_expect(s == PHW_OK || s == PHW_EINPUT, "%s: %s", all[i % n]->name,
                  phw_error_message());
        cr_expect_eq(phw_trace_check(&t), PHW_OK, "%s, %zu probes of %zu %s: %s",
                     all[i % n]->name, n_probes, n_values, phw_trace_kind_name(kind),
                     phw_error_message());
        phw_trace_free(&t);
    }
}

Test(cleaners, say_which_step_failed)
{
    phw_clean_report report[2];
    phw_trace t = observed_rest(5, 1);
    cr_expect_eq(observed_clean(report, &t, "phase,permute"), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "step 2, permute"), "%s",
                       phw_error_message());
    phw_trace_free(&t);
}

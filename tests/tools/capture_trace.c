#include "tools/capture_trace.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "datasets/trace_file.h"

#include "tests/datasets/scratch.h"

TestSuite(capture_trace, .init = scratch_start, .fini = scratch_end);

#define N     7
#define A     "02:00:00:00:00:0a"
#define OTHER "tx0"

/* Probes `first`, `first + step` ... of a capture of N, as one sender's trace. */
static phw_trace part(const char *party, size_t first, size_t step)
{
    phw_trace t = {0};
    double *column = NULL;
    const size_t n = (N - first + step - 1) / step;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, n, 3), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "cfo_hz", "Hz"), PHW_OK);
    (void)snprintf(t.party, sizeof t.party, "%s", party);
    (void)snprintf(t.origin, sizeof t.origin, "recorded: x");
    t.has_time = true;
    t.noise_variance = (double)first;
    for (size_t i = 0; i < n; ++i) {
        const size_t probe = first + i * step;
        t.sequence[i] = (int64_t)(10 + probe);
        t.time_s[i] = 0.5 * (double)probe;
        column[i] = 100 * (double)probe;
        for (size_t k = 0; k < 3; ++k) {
            t.coefficient[k] = (double)k;
            t.cplx[3 * i + k] = CMPLXF(probe, k);
        }
    }
    return t;
}

static const char *write_two(const phw_trace *a, const phw_trace *b)
{
    const char *path = scratch_path("t.h5");
    cr_assert_eq(phw_trace_write(path, (const phw_trace *[]){a, b}, 2), PHW_OK, "%s",
                 phw_error_message());
    return path;
}

Test(capture_trace, groups_of_one_capture_are_one_trace_in_order)
{
    phw_trace a = part(A, 0, 2);
    phw_trace b = part(OTHER, 1, 2);
    phw_capture_trace c = {.party = NULL};
    cr_assert_eq(phw_capture_trace_open(&c, write_two(&a, &b)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(c.trace.n_probes, N);
    cr_expect_eq(c.n_parties, 2);
    cr_expect_eq(phw_trace_check(&c.trace), PHW_OK);
    cr_expect_str_eq(c.trace.origin, "recorded: x");
    /* 4 probes with variance 0, 3 with 1. */
    cr_expect_float_eq(c.trace.noise_variance, 3.0 / N, 1e-12);
    for (size_t i = 0; i < N; ++i) {
        cr_expect_eq(c.trace.sequence[i], (int64_t)i);
        cr_expect_eq(c.trace.time_s[i], 0.5 * (double)i);
        cr_expect_eq(phw_trace_find_column(&c.trace, "cfo_hz")[i], 100 * (double)i);
        cr_expect_eq(crealf(c.trace.cplx[3 * i + 2]), (float)i);
        cr_expect_str_eq(c.name[c.party[i]], i % 2 == 0 ? A : OTHER);
        cr_expect_str_eq(phw_capture_trace_sender(&c, i), i % 2 == 0 ? A : "");
    }
    phw_capture_trace_free(&c);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(capture_trace, a_named_group_and_a_file_of_one_are_taken_as_they_are)
{
    char spec[512];
    phw_trace a = part(A, 0, 2);
    phw_trace b = part(OTHER, 1, 2);
    phw_trace t = {0};
    phw_capture_trace c = {.party = NULL};
    const char *path = write_two(&a, &b);
    (void)snprintf(spec, sizeof spec, "%s:" A, path);
    cr_assert_eq(phw_capture_trace_open(&c, spec), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(c.trace.n_probes, 4);
    cr_expect_eq(c.trace.sequence[3], 16);
    cr_expect_str_eq(phw_capture_trace_sender(&c, 3), A);
    phw_capture_trace_free(&c);
    cr_assert_eq(phw_trace_write(path, (const phw_trace *[]){&b}, 1), PHW_OK);
    cr_assert_eq(phw_capture_trace_read(&t, path), PHW_OK);
    cr_expect_eq(t.n_probes, 3);
    cr_expect_str_eq(t.party, OTHER);
    phw_trace_free(&t);
    EXPECT_FAILURE(phw_capture_trace_read(&t, scratch_path("none.h5")), PHW_EINPUT,
                   "none.h5");
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* What makes two groups no parts of one capture. */
static void spoil(phw_trace *t, size_t how)
{
    switch (how) {
    case 0:
        t->sequence[0] = 10; /* the other's first */
        break;
    case 1:
        t->time_s[0] = t->time_s[1] = t->time_s[2] = 99;
        break;
    case 2:
        t->coefficient[1] = 1.5;
        break;
    case 3:
        (void)snprintf(t->origin, sizeof t->origin, "recorded: y");
        break;
    case 4:
        (void)snprintf(t->column[0].name, sizeof t->column[0].name, "other");
        break;
    default:
        (void)snprintf(t->column[0].unit, sizeof t->column[0].unit, "kHz");
        break;
    }
}

Test(capture_trace, what_does_not_belong_together_is_refused)
{
    for (size_t how = 0; how < 6; ++how) {
        phw_trace a = part(A, 0, 2);
        phw_trace b = part(OTHER, 1, 2);
        phw_trace t = {0};
        spoil(&b, how);
        EXPECT_FAILURE(phw_capture_trace_read(&t, write_two(&a, &b)), PHW_EINPUT,
                       "t.h5", "no parts of one capture", A, OTHER);
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
}

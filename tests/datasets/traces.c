#include "datasets/traces.h"

#include "datasets/trace_file.h"

#include "tests/datasets/scratch.h"

TestSuite(traces, .init = scratch_start, .fini = scratch_end);

static void write_parties(const char *name)
{
    phw_trace a = {0};
    phw_trace b = {0};
    const phw_trace *const list[] = {&a, &b};
    cr_assert_eq(phw_trace_alloc(&a, PHW_TRACE_CFR, 4, 2), PHW_OK);
    cr_assert_eq(phw_trace_alloc(&b, PHW_TRACE_CFR, 5, 2), PHW_OK);
    strcpy(a.party, "alice");
    strcpy(b.party, "e8:de:27");
    cr_assert_eq(phw_trace_write(scratch_path(name), list, 2), PHW_OK);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

static void expect_probes(const char *name, size_t n, const char *party)
{
    phw_trace t = {0};
    cr_expect_eq(phw_trace_open(&t, scratch_path(name), NULL), PHW_OK, "%s: %s", name,
                 phw_error_message());
    cr_expect_eq(t.n_probes, n, "%s", name);
    cr_expect_str_eq(t.party, party, "%s", name);
    phw_trace_free(&t);
}

Test(traces, the_content_tells_what_a_file_is)
{
    write_parties("t.csv");
    scratch_text("t.h5", "rssi_bob,rssi_alice\n1,2\n");
    expect_probes("t.csv:alice", 4, "alice");
    expect_probes("t.csv:e8:de:27", 5, "e8:de:27");
    expect_probes("t.h5:rssi_alice", 1, "alice");
    expect_probes("t.h5:1", 1, "bob");
}

Test(traces, a_colon_in_a_file_name_is_fine)
{
    scratch_text("a:b.csv", "rssi,x\n1,2\n3,4\n");
    scratch_text("a", "rssi,x\n1,2\n");
    expect_probes("a:b.csv", 2, "a:b");
    expect_probes("a:b.csv:x", 2, "a:b");
    expect_probes("a:x", 1, "a");
}

Test(traces, the_part_wins_over_the_options)
{
    phw_trace t = {0};
    const phw_rssi_options options = {.column = "x"};
    scratch_text("a.csv", "rssi,x\n1,2\n");
    cr_assert_eq(phw_trace_open(&t, scratch_path("a.csv"), &options), PHW_OK);
    cr_expect_eq(t.real[0], 2.0F);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_open(&t, scratch_path("a.csv:rssi"), &options), PHW_OK);
    cr_expect_eq(t.real[0], 1.0F);
    phw_trace_free(&t);
}

Test(traces, what_is_not_there_is_named)
{
    phw_trace t = {0};
    write_parties("t.h5");
    scratch_text("a.csv", "rssi\n1\n");
    scratch_text("e.csv", "");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("none.h5:alice"), NULL), PHW_EINPUT,
                   "none.h5", "No such file");
    EXPECT_FAILURE(phw_trace_open(&t, "", NULL), PHW_EINPUT, "No such file");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("t.h5"), NULL), PHW_EINPUT, "t.h5",
                   "alice, e8:de:27");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("t.h5:eve"), NULL), PHW_EINPUT,
                   "t.h5", "'eve'");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("a.csv:x"), NULL), PHW_EINPUT,
                   "a.csv", "'x'");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("a.csv:"), NULL), PHW_EINPUT,
                   "a.csv", "colon");
    EXPECT_FAILURE(phw_trace_open(&t, scratch_path("e.csv"), NULL), PHW_EINPUT, "e.csv",
                   "no rows");
}

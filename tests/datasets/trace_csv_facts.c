#include "datasets/trace_csv_facts.h"

#include "datasets/trace_csv.h"

#include "tests/datasets/scratch.h"

static const char text[] =
    PHW_TRACE_CSV_FIRST_LINE "\n# kind: cfr \n# carrier_hz: 5e9\r\n"
                             "# n: -1\nsequence\n# kind: cir\n";

Test(trace_csv_facts, keys_are_found_in_the_lines_at_the_top_alone)
{
    phw_slice found;
    char kind[8] = "none";
    const phw_slice facts = phw_trace_csv_facts(text, sizeof text - 1);
    phw_trace_csv_text(kind, sizeof kind, facts, "kind");
    cr_expect_str_eq(kind, "cfr");
    phw_trace_csv_text(kind, 3, facts, "kind");
    cr_expect_str_eq(kind, "cf");
    phw_trace_csv_text(kind, sizeof kind, facts, "party");
    cr_expect_str_eq(kind, "cf");
    cr_expect_not(phw_trace_csv_fact(&found, facts, "kin"));
}

Test(trace_csv_facts, text_that_begins_otherwise_has_none)
{
    const phw_slice facts = phw_trace_csv_facts("# kind: cfr\n", 12);
    cr_expect(phw_slice_is_empty(facts));
    cr_expect(phw_slice_is_empty(phw_trace_csv_facts("", 0)));
}

Test(trace_csv_facts, numbers_are_checked)
{
    double x = 7;
    phw_table t;
    const phw_slice facts = phw_trace_csv_facts(text, sizeof text - 1);
    cr_assert_eq(phw_table_start(&t, text, sizeof text - 1, "t.csv", ','), PHW_OK);
    cr_expect_eq(phw_trace_csv_number(&x, facts, "absent", &t), PHW_OK);
    cr_expect_eq(x, 7);
    cr_expect_eq(phw_trace_csv_number(&x, facts, "carrier_hz", &t), PHW_OK);
    cr_expect_eq(x, 5e9);
    EXPECT_FAILURE(phw_trace_csv_number(&x, facts, "n", &t), PHW_EINPUT, "t.csv",
                   "n: -1");
    EXPECT_FAILURE(phw_trace_csv_number(&x, facts, "kind", &t), PHW_EINPUT, "kind");
    phw_table_end(&t);
}

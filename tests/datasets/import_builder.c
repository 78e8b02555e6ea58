#include "datasets/import_builder.h"

#include "tests/datasets/capture.h"

/* A record of one value. */
static phw_import_record of(phw_cf *value, uint64_t clock, uint64_t counter)
{
    static const double offset = 0;
    phw_import_record r;
    phw_import_record_clear(&r);
    r.party = "a";
    r.shape = "s";
    r.value = value;
    r.coefficient = &offset;
    r.n = 1;
    r.clock = clock;
    r.clock_bits = 32;
    r.tick_s = 1e-6;
    r.counter = counter;
    r.counter_bits = 16;
    return r;
}

/* Adds records with values 1, 2, 3 ... and finishes. */
static phw_import build(const phw_import_record *record, size_t n)
{
    phw_import m = {0};
    phw_import_builder *b = NULL;
    cr_assert_eq(phw_import_builder_create(&b, &m, "dir/name"), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        const phw_cf value = (float)i + 1;
        phw_import_record r = record[i];
        if (r.value == NULL)
            r.value = &value;
        cr_assert_eq(phw_import_builder_add(b, &r), PHW_OK);
    }
    cr_assert_eq(phw_import_builder_finish(b), PHW_OK, "%s", phw_error_message());
    phw_import_builder_destroy(b);
    capture_check(&m);
    return m;
}

Test(import_builder, unwraps_clocks_and_counters)
{
    const phw_import_record r[] = {of(NULL, 4294967290U, 65534), of(NULL, 4, 65535),
                                   of(NULL, 1000004, 2)};
    phw_import m = build(r, 3);
    const phw_trace *t = &m.trace[0];
    cr_expect_float_eq(t->time_s[1] - t->time_s[0], 10e-6, 1e-9);
    cr_expect_float_eq(t->time_s[2] - t->time_s[1], 1.0, 1e-9);
    cr_expect_float_eq(t->time_s[0], 4294.96729, 1e-9);
    cr_expect_eq(t->sequence[0], 65534);
    cr_expect_eq(t->sequence[1], 65535);
    cr_expect_eq(t->sequence[2], 65538);
    cr_expect_eq(capture_event(&m, "wrapped"), 1);
    cr_expect_str_eq(t->party, "a");
    cr_expect(t->has_time);
    phw_import_free(&m);
}

Test(import_builder, goes_on_when_a_clock_is_set_back)
{
    const phw_import_record r[] = {of(NULL, 50000000, 1), of(NULL, 49999000, 2),
                                   of(NULL, 50001000, 3), of(NULL, 7, 4),
                                   of(NULL, 1000007, 5)};
    static const double expected[] = {50, 50, 50.001, 50.001, 51.001};
    phw_import m = build(r, 5);
    for (size_t i = 0; i < 5; ++i)
        cr_expect_float_eq(m.trace[0].time_s[i], expected[i], 1e-9, "%zu", i);
    cr_expect_eq(capture_event(&m, "out of order"), 1);
    cr_expect_eq(capture_event(&m, "set back"), 1);
    phw_import_free(&m);
}

/* Just less than half a turn is ahead; a fall is one of the order up to a second. */
Test(import_builder, tells_a_jump_of_the_clock_from_a_wrap)
{
    const phw_import_record r[] = {
        of(NULL, 0, 1), of(NULL, INT32_MAX, 2), of(NULL, INT32_MAX, 3),
        of(NULL, INT32_MAX - 999999, 4), of(NULL, INT32_MAX - 1000000, 5)};
    phw_import m = build(r, 5);
    cr_expect_eq(capture_event(&m, "wrapped"), 0);
    cr_expect_eq(capture_event(&m, "out of order"), 1);
    cr_expect_eq(capture_event(&m, "set back"), 1);
    cr_expect_float_eq(m.trace[0].time_s[1], 2147.483647, 1e-9);
    cr_expect_float_eq(m.trace[0].time_s[4], 2147.483647, 1e-9);
    phw_import_free(&m);
}

Test(import_builder, numbers_by_place_where_a_counter_does_not_rise)
{
    const phw_import_record r[] = {of(NULL, 1, 5), of(NULL, 2, 6), of(NULL, 3, 6)};
    phw_import m = build(r, 3);
    for (size_t i = 0; i < 3; ++i)
        cr_expect_eq(m.trace[0].sequence[i], (int64_t)i);
    cr_assert_eq(m.n_notes, 1);
    cr_expect_not_null(strstr(m.note[0], "places in the file"));
    phw_import_free(&m);
}

Test(import_builder, keeps_parties_and_shapes_apart)
{
    phw_import_record r[] = {of(NULL, 1, 1), of(NULL, 2, 1), of(NULL, 3, 2),
                             of(NULL, 4, 2)};
    r[1].party = "b";
    r[2].shape = "other";
    phw_import m = build(r, 4);
    cr_assert_eq(m.n_traces, 3);
    cr_expect_str_eq(m.trace[0].party, "a-s");
    cr_expect_str_eq(m.trace[1].party, "b");
    cr_expect_str_eq(m.trace[2].party, "a-other");
    cr_expect_eq(m.trace[0].n_probes, 2);
    cr_expect_str_eq(m.trace[0].origin, "recorded: name");
    phw_import_free(&m);
}

Test(import_builder, drops_a_duplicate_only)
{
    phw_cf x = 3;
    phw_cf y = 4;
    phw_import_record r[] = {of(&x, 1, 1), of(&x, 1, 1), of(&y, 1, 1), of(&y, 2, 1),
                             of(&y, 3, 1)};
    r[4].host_clock = true;
    phw_import m = build(r, 5);
    cr_expect_eq(m.n_probes, 3);
    cr_expect_eq(m.n_records, 5);
    cr_expect_eq(capture_skipped(&m, "duplicate"), 2);
    phw_import_free(&m);
}

Test(import_builder, never_calls_records_without_clock_and_counter_duplicates)
{
    phw_cf x = 3;
    phw_import_record r[] = {of(&x, 0, 0), of(&x, 0, 0)};
    for (size_t i = 0; i < 2; ++i) {
        r[i].clock_bits = 0;
        r[i].counter_bits = 0;
    }
    phw_import m = build(r, 2);
    cr_expect_eq(m.n_probes, 2);
    cr_expect_not(m.trace[0].has_time);
    cr_expect_eq(m.trace[0].time_s[1], 1);
    phw_import_free(&m);
}

Test(import_builder, adds_columns_that_say_something)
{
    phw_import_record r[] = {of(NULL, 1, 1), of(NULL, 2, 2)};
    r[1].column[PHW_IMPORT_RSSI] = -50;
    phw_import m = build(r, 2);
    cr_expect_eq(m.trace[0].n_columns, 1);
    cr_expect(isnan(phw_trace_find_column(&m.trace[0], "rssi_dbm")[0]));
    cr_expect_eq(phw_trace_find_column(&m.trace[0], "rssi_dbm")[1], -50);
    phw_import_free(&m);
}

Test(import_builder, counts_what_passes_the_most_traces)
{
    phw_import m = {0};
    phw_import_builder *b = NULL;
    phw_cf x = 1;
    cr_assert_eq(phw_import_builder_create(&b, &m, "name"), PHW_OK);
    for (unsigned i = 0; i < PHW_IMPORT_MOST_TRACES + 3; ++i) {
        char party[16];
        snprintf(party, sizeof party, "%u", i);
        phw_import_record r = of(&x, i, i);
        r.party = party;
        cr_assert_eq(phw_import_builder_add(b, &r), PHW_OK);
    }
    cr_assert_eq(phw_import_builder_finish(b), PHW_OK);
    phw_import_builder_destroy(b);
    cr_expect_eq(m.n_traces, PHW_IMPORT_MOST_TRACES);
    cr_expect_eq(phw_import_skipped(&m), 3);
    phw_import_free(&m);
}

Test(import_builder, says_that_nothing_was_there)
{
    phw_import m = {0};
    phw_import_builder *b = NULL;
    cr_assert_eq(phw_import_builder_create(&b, &m, "name"), PHW_OK);
    EXPECT_FAILURE(phw_import_builder_finish(b), PHW_EINPUT, "no channel measurement");
    phw_import_builder_destroy(b);
    phw_import_builder_destroy(NULL);
}

Test(import_builder, notes_are_bounded_and_said_once)
{
    phw_import m = {0};
    for (int i = 0; i < 40; ++i)
        phw_import_note(&m, "note %d", i / 2);
    cr_expect_eq(m.n_notes, PHW_IMPORT_REASONS_MAX);
    cr_expect_str_eq(m.note[1], "note 1");
}

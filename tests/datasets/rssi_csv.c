#include "datasets/rssi_csv.h"

#include "tests/core/comma_locale.h"
#include "tests/datasets/scratch.h"

TestSuite(rssi_csv, .init = scratch_start, .fini = scratch_end);

static phw_status parse(phw_trace *out, const char *text, const phw_rssi_options *o)
{
    return phw_rssi_parse(out, text, strlen(text), "dir/f.csv", o);
}

/* The table gives these two values, of this party. */
static void expect_two(const char *text, const phw_rssi_options *o, float a, float b,
                       const char *party)
{
    phw_trace t = {0};
    cr_expect_eq(parse(&t, text, o), PHW_OK, "%s: %s", text, phw_error_message());
    if (t.real != NULL) {
        cr_expect_eq(t.kind, PHW_TRACE_POWER_DB);
        cr_expect_eq(t.n_probes, 2, "%s", text);
        cr_expect(t.real[0] == a && t.real[1] == b, "%s", text);
        cr_expect_str_eq(t.party, party, "%s: %s", text, t.party);
        cr_expect_str_eq(t.origin, "dir/f.csv");
    }
    phw_trace_free(&t);
}

Test(rssi_csv, the_column_is_guessed)
{
    expect_two("idx,rssi\r\n0,23\r\n1,25\r\n", NULL, 23, 25, "f");
    expect_two("power,RSSI,z\n0,23,1\n1,25,1\n", NULL, 23, 25, "f");
    expect_two("z,rssi_bob\n0,23\n1,25", NULL, 23, 25, "bob");
    expect_two("power;z\n23;9\n25;9\n", NULL, 23, 25, "f");
    expect_two("a\tb\ttime\tnote\n9\t-23\t1\tx\n9\t-25.5\t2\ty\n", NULL, -23, -25.5F,
               "f");
    expect_two("-51\t-50\n-51\t-51\n", NULL, -50, -51, "f");
    expect_two("  -50\n  -51\n", NULL, -50, -51, "f");
    expect_two("# c\n\n1 -50\n2 -51", NULL, -50, -51, "f");
    expect_two("\xef\xbb\xbf\"idx\",\"rssi\"\n0,\"23\"\n1,\"25\"\n", NULL, 23, 25, "f");
    expect_two("type,mac,rssi,CSI\nC,3c:71,-38,\"[1,2]\"\nC,3c:71,-39,\"[3,4]\"\n",
               NULL, -38, -39, "f");
}

Test(rssi_csv, the_column_is_taken_by_name_or_number)
{
    const phw_rssi_options alice = {.column = "rssi_alice"};
    const phw_rssi_options first = {.column = "1"};
    const phw_rssi_options named = {.column = "2"};
    expect_two("rssi_bob,rssi_alice\n-84,-70\n-86,-71\n", &alice, -70, -71, "alice");
    expect_two("rssi_bob,rssi_alice\n-84,-70\n-86,-71\n", &first, -84, -86, "bob");
    expect_two("-84,-70\n-86,-71\n", &first, -84, -86, "f");
    expect_two("1,2,2\n1,2,2\n", &named, 2, 2, "f");
}

Test(rssi_csv, sequence_numbers_and_times_are_taken_where_they_are)
{
    phw_trace t = {0};
    cr_assert_eq(parse(&t, "seq,rssi,time\n3,1,0.5\n7,2,0.5\n9,3,2.25\n", NULL),
                 PHW_OK);
    cr_expect(t.sequence[0] == 3 && t.sequence[1] == 7 && t.sequence[2] == 9);
    cr_expect(t.has_time && t.time_s[1] == 0.5 && t.time_s[2] == 2.25);
    phw_trace_free(&t);
    cr_assert_eq(parse(&t, "rssi,when\n1,12:30\n2,12:31\n", NULL), PHW_OK);
    cr_expect(!t.has_time && t.sequence[1] == 1 && t.time_s[1] == 1.0);
    phw_trace_free(&t);
    cr_assert_eq(parse(&t, "rssi,timestamp\n1,2021-06-18\n2,2021-06-19\n", NULL),
                 PHW_OK);
    cr_expect_not(t.has_time);
    phw_trace_free(&t);
    const phw_rssi_options none = {.sequence_column = "-", .time_column = "-"};
    cr_assert_eq(parse(&t, "seq,rssi,time\n9,1,5\n3,2,4\n", &none), PHW_OK);
    cr_expect(!t.has_time && t.sequence[0] == 0 && t.sequence[1] == 1);
    phw_trace_free(&t);
    const phw_rssi_options asked = {.sequence_column = "1", .time_column = "t"};
    cr_assert_eq(parse(&t, "n,rssi,t\n-9,1,5\n3,2,6\n", &asked), PHW_OK);
    cr_expect(t.has_time && t.sequence[0] == -9 && t.time_s[1] == 6.0);
    phw_trace_free(&t);
}

static const struct {
    const char *text;
    phw_rssi_options options;
    const char *word[3];
} bad[] = {
    {"", {0}, {"f.csv", "no rows", NULL}},
    {"\n \n# x\n", {0}, {"f.csv", "no rows", NULL}},
    {"idx,rssi\n", {0}, {"f.csv", "no rows", NULL}},
    {"rssi_bob,rssi_alice\n1,2\n", {0}, {"line 1", "rssi_bob, rssi_alice", "FILE:"}},
    {"a,b\nx,y\n", {0}, {"line 2", "no column of numbers", NULL}},
    {"a,b\n1,2\n", {.column = "c"}, {"line 1", "'c'", "a, b"}},
    {"1,2\n1,2\n", {.column = "c"}, {"'c'", "no header", NULL}},
    {"1,2\n1,2\n", {.column = "0"}, {"'0'", "from 1", NULL}},
    {"1,2\n1,2\n", {.column = ""}, {"''", "from 1", NULL}},
    {"a,b\n1,2\n", {.time_column = "when"}, {"'when'", "a, b", NULL}},
    {"1,2\n1,2\n", {.column = "3"}, {"line 1, column 3", "missing", NULL}},
    {"idx,rssi\n0,1\n1\n", {0}, {"line 3, column 2 (rssi)", "missing", NULL}},
    {"idx,rssi\n0,1\n1,\n", {0}, {"line 3, column 2 (rssi)", "empty", NULL}},
    {"idx,rssi\n0,1\n1,x\n", {0}, {"line 3, column 2 (rssi)", "'x'", NULL}},
    {"idx,rssi\n0,1\n1,1;5\n", {0}, {"line 3, column 2 (rssi)", "'1;5'", NULL}},
    {"idx,rssi\n0,nan\n", {0}, {"line 2, column 2 (rssi)", "NaN", NULL}},
    {"idx,rssi\n0,-inf\n", {0}, {"line 2, column 2 (rssi)", "infinite", NULL}},
    {"idx,rssi\n0,1e300\n", {0}, {"line 2, column 2 (rssi)", "finite", NULL}},
    {"idx,rssi\n0,1\n0,1\n", {0}, {"line 3, column 1 (idx)", "rising", NULL}},
    {"idx,rssi\n0.5,1\n", {0}, {"line 2, column 1 (idx)", "whole", NULL}},
    {"idx,rssi\n1e18,1\n", {0}, {"line 2, column 1 (idx)", "whole", NULL}},
    {"idx,rssi\nx,1\n", {0}, {"line 2, column 1 (idx)", "'x'", NULL}},
    {"rssi,time\n1,5\n1,4\n", {0}, {"line 3, column 2 (time)", "order", NULL}},
    {"rssi,time\n1,5\n1,x\n", {0}, {"line 3, column 2 (time)", "'x'", NULL}},
};

Test(rssi_csv, every_bad_cell_is_named_by_file_line_and_column)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_trace t = {0};
        EXPECT_FAILURE(parse(&t, bad[i].text, &bad[i].options), PHW_EINPUT, "dir/f.csv",
                       bad[i].word[0], bad[i].word[1], bad[i].word[2]);
        cr_expect_null(t.real);
    }
    phw_trace t = {0};
    EXPECT_FAILURE(phw_rssi_parse(&t, "1\n2\0\n", 5, "f.csv", NULL), PHW_EINPUT,
                   "f.csv", "line 2", "0 byte");
}

Test(rssi_csv, files_are_named_when_they_can_not_be_read)
{
    phw_trace t = {0};
    EXPECT_FAILURE(phw_rssi_read(&t, scratch_path("none.csv"), NULL), PHW_EINPUT,
                   "none.csv", "No such file");
    EXPECT_FAILURE(phw_rssi_read(&t, scratch_folder, NULL), PHW_EINPUT, "folder");
}

Test(rssi_csv, a_million_columns_are_no_trouble)
{
    const size_t n = 1000000;
    char *text = malloc(2 * 2 * n + 1);
    for (size_t i = 0; i < 2 * n; ++i) {
        text[2 * i] = '7';
        text[2 * i + 1] = (i + 1) % n == 0 ? '\n' : ',';
    }
    text[4 * n] = '\0';
    expect_two(text, NULL, 7, 7, "f");
    free(text);
}

Test(rssi_csv, more_rows_than_the_limit_are_refused)
{
    const size_t n = PHW_RSSI_MOST_ROWS + 1;
    char *text = malloc(2 * n);
    for (size_t i = 0; i < n; ++i)
        memcpy(text + 2 * i, "7\n", 2);
    phw_trace t = {0};
    EXPECT_FAILURE(phw_rssi_parse(&t, text, 2 * n, "f.csv", NULL), PHW_EINPUT, "f.csv",
                   "16777217 rows", "cut");
    free(text);
}

Test(rssi_csv, the_shipped_lora_tables_are_read_whole)
{
    static const struct {
        const char *file;
        const char *column;
        size_t n;
        float first;
        const char *party;
    } rows[] = {
        {"lora-dasam/indoor_alice.csv", NULL, 2000, 23, "indoor_alice"},
        {"lora-dasam/indoor_bob.csv", NULL, 2000, 28, "indoor_bob"},
        {"lora-dasam/outdoor_alice.csv", NULL, 4000, 20, "outdoor_alice"},
        {"lora-v2x/v2i_lurus30.csv", "rssi_bob", 89, -84, "bob"},
        {"lora-v2x/v2v_searah20.csv", "rssi_alice", 102, -51, "alice"},
        {"lora-simka/"
         "Simka_2022-P0-full_corridor_BW1600SF12_wimodlr_radiolink.csv",
         "2", 200, -50, "Simka_2022-P0-full_corridor_BW1600SF12_wimodlr_radiolink"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        char path[256];
        const phw_rssi_options options = {.column = rows[i].column};
        phw_trace t = {0};
        snprintf(path, sizeof path, "datasets/recordings/%s", rows[i].file);
        cr_assert_eq(phw_rssi_read(&t, source_path(path), &options), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_eq(t.n_probes, rows[i].n, "%s: %zu", rows[i].file, t.n_probes);
        cr_expect_eq(t.real[0], rows[i].first);
        cr_expect_str_eq(t.party, rows[i].party);
        phw_trace_free(&t);
    }
}

Test(rssi_csv, numbers_have_points_whatever_the_locale)
{
    if (set_comma_locale() == NULL)
        cr_skip_test("no locale with a decimal comma here");
    expect_two("rssi\n1.5\n2.5\n", NULL, 1.5F, 2.5F, "f");
}

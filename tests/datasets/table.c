#include "datasets/table.h"

#include <math.h>
#include <stdio.h>

#include "tests/datasets/scratch.h"

/* A line's cells with | between. */
static void join_cells(char out[256], const phw_table *t, phw_slice line)
{
    phw_slice cell;
    phw_cells c = phw_cells_of(t, line);
    size_t n = 0;
    out[0] = '\0';
    while (phw_cells_next(&c, &cell))
        n += (size_t)snprintf(out + n, 256 - n, "%s%.*s", n > 0 ? "|" : "",
                              (int)(cell.end - cell.from), cell.from);
}

static phw_table start(const char *text, char delimiter)
{
    phw_table t = {0};
    cr_assert_eq(phw_table_start(&t, text, strlen(text), "t", delimiter), PHW_OK);
    return t;
}

Test(table, cells_are_split_at_each_delimiter)
{
    static const struct {
        const char *text;
        char delimiter;
        const char *cells;
    } rows[] = {
        {"1,2,3", 0, "1|2|3"},
        {" 1 ,\t2 ", ',', "1|2"},
        {"1;2,5;3", 0, "1|2,5|3"},
        {"1\t2 3\t4", 0, "1|2 3|4"},
        {"  1   2 \t 3  ", ' ', "1|2|3"},
        {"  1   2  3  \r\n", ' ', "1|2|3"},
        {"1,,3,", 0, "1||3|"},
        {"1,\"a,b\",\" 2 \"\r\n", 0, "1|a,b|2"},
        {"1|2", '|', "1|2"},
        {"1", 0, "1"},
        {"1,\"open,2", 0, "1|\"open,2"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        char got[256];
        phw_slice line;
        phw_table t = start(rows[i].text, rows[i].delimiter);
        cr_assert(phw_table_next(&t, &line));
        join_cells(got, &t, line);
        cr_expect_str_eq(got, rows[i].cells, "row %zu: %s", i, got);
        phw_table_end(&t);
    }
}

Test(table, lines_are_counted_and_blank_ones_and_comments_passed)
{
    phw_slice line;
    phw_table t = start("\xef\xbb\xbf# a\r\n\r\n1\n \t\n2\n#x\n3", 0);
    for (size_t i = 0; i < 3; ++i) {
        static const size_t numbers[] = {3, 5, 7};
        cr_assert(phw_table_next(&t, &line));
        cr_expect_eq(t.line, numbers[i]);
        cr_expect_eq(*line.from, (char)('1' + i));
    }
    cr_expect_not(phw_table_next(&t, &line));
    phw_table_end(&t);
}

Test(table, a_first_line_without_numbers_is_a_header)
{
    char names[64];
    phw_table t = start("\xef\xbb\xbfidx,RSSI,rssi\r\n0,1,2\n", 0);
    cr_expect_eq(phw_table_find(&t, "idx"), 0);
    cr_expect_eq(phw_table_find(&t, "rssi"), 2);
    cr_expect_eq(phw_table_find(&t, "RSSI"), 1);
    cr_expect_eq(phw_table_find(&t, "Rssi"), 1);
    cr_expect_eq(phw_table_find(&t, "rss"), PHW_NO_COLUMN);
    phw_table_list(&t, names, sizeof names);
    cr_expect_str_eq(names, "idx, RSSI, rssi");
    phw_table_list(&t, names, 12);
    cr_expect_lt(strlen(names), 12);
    phw_table_end(&t);
    t = start("a,1\n", 0);
    cr_expect(phw_slice_is_empty(t.header));
    cr_expect_eq(phw_table_find(&t, "a"), PHW_NO_COLUMN);
    phw_table_end(&t);
}

Test(table, numbers_are_decimal_and_nothing_else)
{
    static const struct {
        const char *text;
        bool good;
        double value;
    } rows[] = {
        {"1", true, 1},      {"-70", true, -70},  {"+2.5", true, 2.5},
        {".5", true, .5},    {"5.", true, 5},     {"-1e-3", true, -1e-3},
        {"1E2", true, 100},  {"", false, 0},      {"0x10", false, 0},
        {"1 2", false, 0},   {"--1", false, 0},   {"1e", false, 0},
        {"e5", false, 0},    {"-", false, 0},     {".", false, 0},
        {"1,5", false, 0},   {"abc", false, 0},   {"nano", false, 0},
        {"1.2.3", false, 0}, {"infra", false, 0},
    };

    phw_table t = start("", 0);
    double x = 0.0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        const phw_slice cell = {rows[i].text, rows[i].text + strlen(rows[i].text)};
        cr_expect_eq(phw_table_number(&t, &x, cell), rows[i].good, "'%s'",
                     rows[i].text);
        if (rows[i].good)
            cr_expect_eq(x, rows[i].value, "'%s'", rows[i].text);
    }
    static const char *const unreal[] = {"nan", "NaN",  "-nan",
                                         "inf", "+INF", "-Infinity"};
    for (size_t i = 0; i < sizeof unreal / sizeof unreal[0]; ++i) {
        const phw_slice cell = {unreal[i], unreal[i] + strlen(unreal[i])};
        cr_expect(phw_table_number(&t, &x, cell) && isnan(x), "%s", unreal[i]);
    }
    phw_table_end(&t);
}

Test(table, a_zero_byte_is_refused_with_its_line)
{
    phw_table t;
    EXPECT_FAILURE(phw_table_start(&t, "1\n2\n\0\n", 6, "file", 0), PHW_EINPUT,
                   "file: line 3");
}

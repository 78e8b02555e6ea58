#include "datasets/import_format_esp32.h"

#include "tests/datasets/capture.h"

#define FILE_NAME "esp32_100hz_pitraffic.csv"

/* Text with `n` numbers 0, 1, 2 ... between `head` and `tail`, `by` between them. */
static char *list(const char *head, unsigned n, const char *by, const char *tail)
{
    static char text[1 << 15];
    size_t at = (size_t)snprintf(text, sizeof text, "%s", head);
    for (unsigned i = 0; i < n; ++i)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%u", i > 0 ? by : "",
                               i % 128);
    (void)snprintf(text + at, sizeof text - at, "%s", tail);
    return text;
}

static phw_import parse(const char *text)
{
    return capture_read((const uint8_t *)text, strlen(text), "esp32");
}

Test(esp32, reads_the_whole_capture)
{
    capture c = capture_load(FILE_NAME);
    phw_import m = capture_read(c.byte, c.n, NULL);
    const phw_trace *t = &m.trace[0];
    capture_check(&m);
    cr_assert_eq(m.n_traces, 1);
    /* 834 rows, one of them with a blank lost between two numbers */
    cr_expect_eq(m.n_probes, 833);
    cr_expect_eq(capture_skipped(&m, "as many numbers"), 1);
    cr_expect_eq(m.skipped[0].first_offset, 8371);
    cr_expect_str_eq(t->party, "11:22:33:44:55:66");
    cr_expect_eq(t->n_coefficients, 64);
    cr_expect_eq(t->carrier_hz, 2447e6);
    cr_expect_eq(t->bandwidth_hz, 20e6);
    cr_expect_eq(t->coefficient[0], -32 * 312500.0);
    /* the row begins 38 96 2 0 27 -6 24 -6 ... and ends 25 0 26 2 */
    cr_expect(t->cplx[32] == CMPLXF(96, 38));
    cr_expect(t->cplx[34] == CMPLXF(-6, 27));
    cr_expect(t->cplx[31] == CMPLXF(2, 26));
    cr_expect_float_eq(t->time_s[0], 0.007313, 1e-12);
    cr_expect_eq(phw_trace_find_column(t, "rssi_dbm")[0], -52);
    cr_expect_eq(phw_trace_find_column(t, "noise_dbm")[0], -98);
    cr_expect_eq(phw_trace_find_column(t, "rate")[0], 30);
    phw_import_free(&m);
    free(c.byte);
}

/* Firmwares' lines, without a header: how many cells they have tells them apart. */
static const struct {
    const char *head;
    const char *by;
    const char *tail;
    const char *party;
    int rssi;
    int clock_us;
    int counter; /* -1: none */
} dialects[] = {
    {"CSI_DATA,AP,aa:bb:cc:dd:ee:01,-38,11,0,0,0,0,0,0,0,0,0,-96,0,6,0,100,0,38,0,0,"
     "0.1,384,[",
     " ", " ]\n", "aa:bb:cc:dd:ee:01", -38, 100, -1},
    {"CSI_DATA,7,aa:bb:cc:dd:ee:02,-30,11,1,6,1,0,1,0,1,0,0,-93,0,13,0,200,0,67,0,128,"
     "0,\"[",
     ",", "]\"\r\n", "aa:bb:cc:dd:ee:02", -30, 200, 7},
    {"CSI_DATA,8,aa:bb:cc:dd:ee:03,-31,11,-95,2,30,11,300,67,0,128,0,\"[", ",", "]\"",
     "aa:bb:cc:dd:ee:03", -31, 300, 8},
    {"CSI_DATA,9,1234,0,unknown,aa:bb:cc:dd:ee:04,-32,11,0,0,0,0,0,0,0,0,0,-96,0,1,0,"
     "400,0,38,0,20,4,128,0,\"[",
     ",", "]\"\n", "aa:bb:cc:dd:ee:04", -32, 400, 9},
};

Test(esp32, knows_the_firmwares_by_their_cells)
{
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; ++i) {
        phw_import m =
            parse(list(dialects[i].head, 128, dialects[i].by, dialects[i].tail));
        const phw_trace *t = &m.trace[0];
        cr_expect_str_eq(t->party, dialects[i].party);
        cr_expect_eq(phw_trace_find_column(t, "rssi_dbm")[0], dialects[i].rssi);
        cr_expect_float_eq(t->time_s[0], dialects[i].clock_us * 1e-6, 1e-12);
        cr_expect(t->cplx[32] == CMPLXF(1, 0) && t->cplx[31] == CMPLXF(127, 126));
        if (dialects[i].counter >= 0)
            cr_expect_eq(t->sequence[0], dialects[i].counter);
        phw_import_free(&m);
    }
}

Test(esp32, believes_a_header_over_the_number_of_cells)
{
    phw_import m = parse(list("type,local_timestamp,mac,data,extra\n"
                              "CSI_DATA,77,aa,\"[",
                              128, ",", "]\",5\n"));
    cr_expect_str_eq(m.trace[0].party, "aa");
    cr_expect_float_eq(m.trace[0].time_s[0], 77e-6, 1e-12);
    phw_import_free(&m);
}

/* Numbers of a line and the channel beside, which carriers they make: the first and
 * last of each training field. */
static const struct {
    unsigned n;
    int second;

    struct {
        int first;
        int last;
    } field[3];
} layouts[] = {
    {128, 0, {{-32, 31}}},
    {256, 0, {{-32, 31}, {-32, 31}}},
    {384, 0, {{-32, 31}, {-32, 31}, {-32, 31}}},
    {128, 1, {{-64, -1}}},
    {256, 2, {{0, 63}, {0, 63}}},
    {376, 1, {{-64, -1}, {-62, -1}, {-62, -1}}},
    {380, 2, {{0, 63}, {0, 62}, {0, 62}}},
    {384, 2, {{0, 63}, {-64, 63}}},
    {612, 1, {{-64, -1}, {-60, 60}, {-60, 60}}},
    {106, 0, {{-26, 26}}},
    {114, 0, {{-28, 28}}},
    {234, 1, {{-58, 58}}},
};

Test(esp32, carriers_are_where_the_manual_has_them)
{
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; ++i) {
        char head[128];
        (void)snprintf(head, sizeof head,
                       "type,mac,channel,secondary_channel,data\nCSI_DATA,aa,6,%d,\"[",
                       layouts[i].second);
        phw_import m = parse(list(head, layouts[i].n, ",", "]\"\n"));
        size_t k = 0;
        for (size_t f = 0;
             f < 3 && layouts[i].field[f].first < layouts[i].field[f].last; ++f, ++k) {
            const phw_trace *t = &m.trace[k];
            cr_assert_lt(k, m.n_traces, "%u", layouts[i].n);
            cr_expect_eq(t->coefficient[0], layouts[i].field[f].first * 312500.0);
            cr_expect_eq(t->coefficient[t->n_coefficients - 1],
                         layouts[i].field[f].last * 312500.0);
        }
        cr_expect_eq(m.n_traces, k, "%u", layouts[i].n);
        phw_import_free(&m);
    }
    phw_import he = parse(list("type,mac,data\nCSI_DATA,aa,\"[", 490, ",", "]\"\n"));
    cr_expect_eq(he.trace[0].coefficient[0], -122 * 78125.0);
    phw_import_free(&he);
}

Test(esp32, counts_lines_that_are_none)
{
    static const struct {
        const char *line;
        const char *reason;
    } cases[] = {
        {"I (523) boot: hello", "no CSI_DATA"},
        {"CSI_DATA,aa", "cut short"},
        {"CSI_DATA,aa,", "list"},
        {"CSI_DATA,aa,\"[1,2", "cut short"},
        {"CSI_DATA,aa,\"[1,x]\"", "something else"},
        {"CSI_DATA,aa,\"[1,99999]\"", "something else"},
        {"CSI_DATA,aa,\"[1,1234567]\"", "something else"},
        {"CSI_DATA,aa,\"[1,2,3]\"", "as many numbers"},
        {"CSI_DATA,aa,AAEC", "list"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        char head[256];
        (void)snprintf(head, sizeof head, "type,mac,data\n%s\n\nCSI_DATA,aa,\"[",
                       cases[i].line);
        phw_import m = parse(list(head, 128, ",", "]\"\n"));
        cr_expect_eq(m.n_probes, 1);
        cr_expect_eq(capture_skipped(&m, cases[i].reason), 1, "%s", cases[i].line);
        cr_expect_eq(m.skipped[0].first_offset, 14);
        phw_import_free(&m);
    }
}

Test(esp32, counts_more_numbers_than_there_can_be)
{
    static char text[1 << 16];
    (void)snprintf(text, sizeof text, "%s",
                   list("type,mac,data\nCSI_DATA,aa,\"[", 613, ",", "]\"\n"));
    (void)strncat(text, list("CSI_DATA,aa,\"[", 128, ",", "]\"\n"), sizeof text / 2);
    phw_import m = parse(text);
    cr_expect_eq(m.n_probes, 1);
    cr_expect_eq(capture_skipped(&m, "more numbers"), 1);
    phw_import_free(&m);
}

Test(esp32, tells_of_invalid_first_carriers)
{
    phw_import m =
        parse(list("type,mac,first_word,data\nCSI_DATA,aa,1,\"[", 128, ",", "]\"\n"));
    cr_expect_eq(capture_event(&m, "first two carriers"), 1);
    phw_import_free(&m);
}

Test(esp32, an_address_that_is_no_name_is_not_taken)
{
    phw_import m = parse(list("type,mac,data\nCSI_DATA,a/b,\"[", 128, ",", "]\"\n"));
    cr_expect_str_eq(m.trace[0].party, "tx0");
    phw_import_free(&m);
}

Test(esp32, ends_clearly_when_cut_anywhere)
{
    capture c = capture_load(FILE_NAME);
    capture_truncate(c.byte, 1200, "esp32");
    capture_damage(c.byte, 700, "esp32");
    free(c.byte);
}

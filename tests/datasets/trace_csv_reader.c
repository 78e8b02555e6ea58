#include "datasets/trace_csv_reader.h"

#include "core/file.h"
#include "datasets/trace_csv.h"

#include "tests/datasets/scratch.h"
#include "tests/datasets/trace_example.h"

TestSuite(trace_csv_reader, .init = scratch_start, .fini = scratch_end);

static phw_status parse(phw_trace *out, const char *text, phw_trace_kind kind)
{
    return phw_trace_csv_parse(out, text, strlen(text), "t.csv", kind);
}

Test(trace_csv_reader, what_was_written_comes_back_bit_by_bit)
{
    for (int k = 0; k < PHW_N_TRACE_KINDS; ++k) {
        phw_trace t = trace_example((phw_trace_kind)k);
        phw_trace back = {0};
        phw_writer *w = NULL;
        uint8_t *text = NULL;
        size_t size = 0;
        cr_assert_eq(phw_writer_create(&w, scratch_path("a.csv"), false), PHW_OK);
        cr_assert_eq(phw_trace_csv_write(w, &t), PHW_OK);
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        cr_assert_eq(phw_file_read(&text, &size, scratch_path("a.csv"), 1 << 20),
                     PHW_OK);
        cr_assert_eq(
            phw_trace_csv_parse(&back, (char *)text, size, "a.csv", PHW_N_TRACE_KINDS),
            PHW_OK, "%s", phw_error_message());
        trace_expect_same(&t, &back);
        free(text);
        phw_trace_free(&t);
        phw_trace_free(&back);
    }
}

Test(trace_csv_reader, matrices_of_others_are_read)
{
    phw_trace t = {0};
    cr_assert_eq(parse(&t, "(1+2j) (3-4j)\n(5+6j) 7\n", PHW_N_TRACE_KINDS), PHW_OK,
                 "%s", phw_error_message());
    cr_expect(t.kind == PHW_TRACE_CFR && t.n_coefficients == 2 && t.n_probes == 2);
    cr_expect(t.cplx[1] == 3 - 4 * I && t.cplx[3] == 7);
    phw_trace_free(&t);
    cr_assert_eq(parse(&t, "seq,h_re,h_im,rssi\n7,1,2,-40\n9,3,4,-41\n", PHW_TRACE_CIR),
                 PHW_OK, "%s", phw_error_message());
    cr_expect(t.kind == PHW_TRACE_CIR && t.n_coefficients == 1 && !t.has_time);
    cr_expect(t.cplx[1] == 3 + 4 * I && t.sequence[1] == 9);
    cr_expect_eq(phw_trace_find_column(&t, "rssi")[1], -41);
    phw_trace_free(&t);
    cr_assert_eq(parse(&t, "time,a,b\n0.5,1,2\n0.75,3,4\n", PHW_TRACE_AMPLITUDE),
                 PHW_OK);
    cr_expect(t.has_time && t.n_coefficients == 2 && t.real[3] == 4);
    phw_trace_free(&t);
}

Test(trace_csv_reader, malformed_tables_are_refused_by_line_and_column)
{
    static const struct {
        const char *text;
        const char *word[2];
    } cases[] = {
        {"", {"no rows", "t.csv"}},
        {"a,b\n1,2\n", {"power_db", "amplitude"}},
        {"(1+2j),2\n3,x\n", {"line 2", "column 2"}},
        {"(1+2j),2\n3\n", {"line 2", "expected 2"}},
        {"(1+2j),2\n3,4,5\n", {"line 2", "more than 2"}},
        {"h_re,h_im,mac\n1,2,aa:bb\n", {"aa:bb", "column 3"}},
        {"h_re,x\n1,2\n", {"column 2", "real"}},
        {"x,h_im\n1,2\n", {"h_im", "real"}},
        {"h_re,g_im\n1,2\n", {"g_im", "real"}},
        {"h_im,h_re\n1,2\n", {"h_im", "real"}},
        {"seq,idx,h_re,h_im\n1,1,2,3\n", {"2 of sequence", "line"}},
        {"seq,h_re,h_im\n1.5,2,3\n", {"1.5", "whole"}},
        {"seq,h_re,h_im\n2,2,3\n1,2,3\n", {"t.csv", "probe"}},
        {"h_re,h_im\nnan,2\n", {"nan", "NaN"}},
        {"h_re,h_im\n1e39,2\n", {"1e39", "single"}},
        {"# phyward-trace 1\n# n_antennas: 2\nh_re,h_im\n1,2\n",
         {"n_antennas", "1 to 1"}},
        {"# phyward-trace 1\n# coefficient: 1 2\nh_re,h_im\n1,2\n",
         {"coefficient", "1 numbers"}},
        {"# phyward-trace 1\n# kind: power_db\nh_re,h_im\n1,2\n",
         {"power_db", "complex"}},
        {"# phyward-trace 1\n# carrier_hz: -3\nh_re,h_im\n1,2\n", {"carrier_hz", "-3"}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        phw_trace t = {0};
        EXPECT_FAILURE(parse(&t, cases[i].text, PHW_N_TRACE_KINDS), PHW_EINPUT,
                       cases[i].word[0], cases[i].word[1]);
        cr_expect_null(t.cplx, "case %zu", i);
        phw_trace_free(&t);
    }
    phw_trace t = {0};
    EXPECT_FAILURE(parse(&t, "(1+2j)\n", PHW_TRACE_POWER_DB), PHW_EINPUT, "complex");
}

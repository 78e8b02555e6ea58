#include "datasets/recording_sigmf.h"

#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"

TestSuite(recording_sigmf, .init = scratch_start, .fini = scratch_end);

#define GLOBAL "\"core:datatype\":\"ci16_le\",\"core:version\":\"1.2.5\""
#define RATE   "\"core:sample_rate\":1000,"
#define META(g, c, a) \
    "{\"global\":{" g "},\"captures\":[" c "],\"annotations\":[" a "]}"

static phw_status parse(phw_recording_meta *meta, const char *text)
{
    char *dataset = NULL;
    const phw_status s = phw_sigmf_parse(meta, &dataset, text, strlen(text));
    free(dataset);
    return s;
}

Test(recording_sigmf, everything_it_says_is_kept)
{
    const char *text =
        META(GLOBAL ",\"core:sample_rate\":2.5e6,\"core:num_channels\":2,"
                    "\"core:description\":\"d\\u00e9j\\u00e0\",\"core:author\":\"a\","
                    "\"core:license\":\"l\",\"core:hw\":\"h\",\"core:recorder\":\"r\","
                    "\"core:offset\":100,\"other:thing\":{\"x\":[1,2]}",
             "{\"core:sample_start\":100,\"core:frequency\":433.92e6,"
             "\"core:datetime\":\"2021-06-18T23:17:51Z\"},{\"core:sample_start\":110}",
             "{\"core:sample_start\":105,\"core:sample_count\":3,"
             "\"core:freq_lower_edge\":-5,\"core:freq_upper_edge\":5.5,"
             "\"core:label\":\"L\",\"core:comment\":\"C\",\"phyward:snr_db\":12},"
             "{\"core:sample_start\":100}");
    phw_recording_meta meta = {0};
    cr_assert_eq(parse(&meta, text), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(meta.rate_hz, 2.5e6);
    cr_expect_eq(meta.n_channels, 2);
    cr_expect_eq(meta.carrier_hz, 433.92e6);
    cr_expect_str_eq(meta.description, "d\u00e9j\u00e0");
    cr_expect_str_eq(meta.author, "a");
    cr_expect_str_eq(meta.license, "l");
    cr_expect_str_eq(meta.hardware, "h");
    cr_expect_str_eq(meta.recorder, "r");
    cr_expect_str_eq(meta.metadata, text);
    cr_assert_eq(meta.n_captures, 2);
    cr_expect_eq(meta.captures[0].start, 0);
    cr_expect_str_eq(meta.captures[0].datetime, "2021-06-18T23:17:51Z");
    cr_expect_eq(meta.captures[1].start, 10);
    cr_expect_eq(meta.captures[1].carrier_hz, 0.0);
    cr_assert_eq(meta.n_annotations, 2);
    cr_expect_eq(meta.annotations[0].start, 5);
    cr_expect_eq(meta.annotations[0].count, 3);
    cr_expect_eq(meta.annotations[0].low_hz, -5.0);
    cr_expect_eq(meta.annotations[0].high_hz, 5.5);
    cr_expect_str_eq(meta.annotations[0].label, "L");
    cr_expect_str_eq(meta.annotations[0].comment, "C");
    cr_expect_eq(meta.annotations[1].count, UINT64_MAX);
    cr_expect_null(meta.annotations[1].label);
    phw_recording_meta_free(&meta);
}

Test(recording_sigmf, a_byte_order_mark_and_an_optional_extension_are_fine)
{
    phw_recording_meta meta = {0};
    cr_expect_eq(parse(&meta, "\xef\xbb\xbf" META(GLOBAL, "", "")), PHW_OK);
    cr_expect_eq(meta.n_captures, 0);
    phw_recording_meta_free(&meta);
    cr_expect_eq(
        parse(&meta,
              META(GLOBAL ",\"core:extensions\":[{\"name\":\"antenna\",\"version\":"
                          "\"1.0.0\",\"optional\":true},{\"name\":\"phyward\","
                          "\"version\":\"1.0.0\",\"optional\":false}]",
                   "", "")),
        PHW_OK, "%s", phw_error_message());
    phw_recording_meta_free(&meta);
}

static const struct {
    const char *text;
    const char *word[2];
} bad[] = {
    {"", {"line 1", "JSON"}},
    {"{\n  \"global\": nonsense}", {"line 2, column", "JSON"}},
    {"[]", {"global, captures", "object"}},
    {"{\"global\":{},\"global\":{}}", {"line 1", "duplicate"}},
    {"{\"captures\":[],\"annotations\":[]}", {"global", "object"}},
    {META(GLOBAL, "", "") "x", {"line 1", "JSON"}},
    {META("\"core:datatype\":\"\xff\"", "", ""), {"line 1", "JSON"}},
    {META("\"core:datatype\":\"a\\u0000b\"", "", ""), {"line 1", "JSON"}},
    {META("\"core:version\":\"1.0.0\"", "", ""), {"global.core:datatype", "missing"}},
    {META("\"core:datatype\":\"ci16\"", "", ""), {"global.core:version", "missing"}},
    {META("\"core:datatype\":\"ci17\",\"core:version\":\"1.0.0\"", "", ""),
     {"global.core:datatype", "ci17"}},
    {META("\"core:datatype\":7,\"core:version\":\"1.0.0\"", "", ""),
     {"global.core:datatype", "string"}},
    {META("\"core:datatype\":\"ci16\",\"core:version\":\"2.0.0\"", "", ""),
     {"global.core:version", "2.0.0"}},
    {META("\"core:datatype\":\"ci16\",\"core:version\":1", "", ""),
     {"global.core:version", "string"}},
    {META(GLOBAL ",\"core:sample_rate\":0", "", ""), {"core:sample_rate", "number"}},
    {META(GLOBAL ",\"core:sample_rate\":-1", "", ""), {"core:sample_rate", "number"}},
    {META(GLOBAL ",\"core:sample_rate\":1e308", "", ""),
     {"core:sample_rate", "number"}},
    {META(GLOBAL ",\"core:sample_rate\":1e999", "", ""), {"line 1", "overflow"}},
    {META(GLOBAL ",\"core:sample_rate\":\"1M\"", "", ""),
     {"core:sample_rate", "number"}},
    {META(GLOBAL ",\"core:num_channels\":0", "", ""),
     {"core:num_channels", "expected"}},
    {META(GLOBAL ",\"core:num_channels\":99999", "", ""),
     {"core:num_channels", "4096"}},
    {META(GLOBAL ",\"core:num_channels\":1.5", "", ""), {"core:num_channels", "whole"}},
    {META(GLOBAL ",\"core:sha512\":\"12\"", "", ""), {"core:sha512", "128"}},
    {META(GLOBAL ",\"core:author\":5", "", ""), {"global.core:author", "string"}},
    {META(GLOBAL ",\"core:dataset\":\"../x\"", "", ""), {"core:dataset", "../x"}},
    {META(GLOBAL ",\"core:dataset\":\"\"", "", ""), {"core:dataset", "folder"}},
    {META(GLOBAL ",\"core:trailing_bytes\":4", "", ""),
     {"core:trailing_bytes", "core:dataset"}},
    {META(GLOBAL ",\"core:metadata_only\":true", "", ""), {"metadata_only", "true"}},
    {META(GLOBAL ",\"core:extensions\":[{\"name\":\"radar\",\"optional\":false}]", "",
          ""),
     {"core:extensions[0]", "radar"}},
    {META(GLOBAL ",\"core:extensions\":[{\"name\":\"radar\"}]", "", ""),
     {"core:extensions[0]", "optional"}},
    {META(GLOBAL ",\"core:extensions\":[3]", "", ""), {"core:extensions[0]", "object"}},
    {META(GLOBAL ",\"core:extensions\":{}", "", ""), {"core:extensions", "array"}},
    {"{\"global\":{" GLOBAL "},\"annotations\":[]}", {"captures", "array"}},
    {"{\"global\":{" GLOBAL "},\"captures\":[]}", {"annotations", "array"}},
    {META(GLOBAL, "{}", ""), {"captures[0].core:sample_start", "missing"}},
    {META(GLOBAL, "5", ""), {"captures[0]", "object"}},
    {META(GLOBAL, "{\"core:sample_start\":-1}", ""), {"captures[0]", "whole"}},
    {META(GLOBAL, "{\"core:sample_start\":99999999999999999999}", ""),
     {"line 1", "big integer"}},
    {META(GLOBAL, "{\"core:sample_start\":5},{\"core:sample_start\":4}", ""),
     {"captures[1].core:sample_start", "ascending"}},
    {META(GLOBAL ",\"core:offset\":5", "{\"core:sample_start\":4}", ""),
     {"captures[0].core:sample_start 4", "core:offset 5"}},
    {META(GLOBAL, "{\"core:sample_start\":0,\"core:frequency\":\"x\"}", ""),
     {"captures[0].core:frequency", "number"}},
    {META(GLOBAL, "{\"core:sample_start\":0,\"core:datetime\":5}", ""),
     {"captures[0].core:datetime", "date"}},
    {META(GLOBAL, "", "{}"), {"annotations[0].core:sample_start", "missing"}},
    {META(GLOBAL, "", "{\"core:sample_start\":0,\"core:freq_lower_edge\":1}"),
     {"annotations[0]", "both or none"}},
    {META(GLOBAL, "", "{\"core:sample_start\":0,\"core:label\":1}"),
     {"annotations[0].core:label", "string"}},
};

Test(recording_sigmf, every_bad_field_is_named)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_recording_meta meta = {0};
        EXPECT_FAILURE(parse(&meta, bad[i].text), PHW_EINPUT, bad[i].word[0],
                       bad[i].word[1]);
        phw_recording_meta_free(&meta);
    }
}

Test(recording_sigmf, deep_nesting_is_refused)
{
    const size_t n = 200000;
    char *text = malloc(n + 1);
    memset(text, '[', n);
    text[n] = '\0';
    phw_recording_meta meta = {0};
    EXPECT_FAILURE(parse(&meta, text), PHW_EINPUT, "line 1", "depth");
    phw_recording_meta_free(&meta);
    free(text);
}

Test(recording_sigmf, every_truncation_is_a_clean_error)
{
    const char *text =
        META(GLOBAL "," RATE "\"core:hw\":\"h\"", "{\"core:sample_start\":0}",
             "{\"core:sample_start\":0,\"core:sample_count\":1}");
    char cut[512];
    for (size_t n = 0; n < strlen(text); ++n) {
        phw_recording_meta meta = {0};
        memcpy(cut, text, n);
        cut[n] = '\0';
        EXPECT_FAILURE(parse(&meta, cut), PHW_EINPUT, "line 1, column");
        phw_recording_meta_free(&meta);
    }
}

Test(recording_sigmf, a_recording_is_found_by_any_of_its_names)
{
    static const char *const names[] = {"a", "a.sigmf-meta", "a.sigmf-data"};
    scratch_text("a.sigmf-meta", META(RATE GLOBAL, "", ""));
    scratch_write("a.sigmf-data", "\1\0\2\0\3\0\4\0", 8);
    for (size_t i = 0; i < 3; ++i) {
        phw_recording *r = NULL;
        cr_assert_eq(phw_recording_open(&r, scratch_path(names[i]), NULL), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_str_eq(phw_recording_info(r)->format, "sigmf");
        cr_expect_eq(phw_recording_info(r)->n_samples, 2);
        phw_recording_close(r);
    }
}

Test(recording_sigmf, a_missing_half_is_named)
{
    phw_recording *r = NULL;
    scratch_text("a.sigmf-meta", META(RATE GLOBAL, "", ""));
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a"), NULL), PHW_EINPUT,
                   "a.sigmf-data", "missing");
    scratch_text("b.sigmf-data", "1234");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("b.sigmf-data"), NULL),
                   PHW_EINPUT, "b.sigmf-meta", "No such file");
}

Test(recording_sigmf, a_collection_says_which_recordings_it_lists)
{
    phw_recording *r = NULL;
    char text[4 * 200] = "{\"collection\": {\"core:streams\": [";
    for (int i = 0; i < 2; ++i) {
        const size_t n = strlen(text);
        (void)snprintf(text + n, sizeof text - n, "%s{\"name\": \"r%d\", \"hash\": \"",
                       i > 0 ? ", " : "", i);
        memset(text + strlen(text), 'a', 128);
        (void)strcat(text, "\"}");
    }
    scratch_text("c.sigmf-collection", strcat(text, "]}}"));
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("c.sigmf-collection"), NULL),
                   PHW_EINPUT, "c.sigmf-collection", "list of 2", "r0, r1");
}

Test(recording_sigmf, a_file_that_is_not_json_is_named_with_line_and_column)
{
    phw_recording *r = NULL;
    scratch_text("a.sigmf-meta", "{\n\"global\" {}}");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a"), NULL), PHW_EINPUT,
                   "a.sigmf-meta: line 2, column 10");
}

Test(recording_sigmf, data_between_foreign_headers_are_read)
{
    scratch_text("a.sigmf-meta",
                 META(RATE GLOBAL
                      ",\"core:dataset\":\"a.bin\",\"core:trailing_bytes\":3",
                      "{\"core:sample_start\":0,\"core:header_bytes\":5},"
                      "{\"core:sample_start\":2,\"core:header_bytes\":2},"
                      "{\"core:sample_start\":2,\"core:header_bytes\":1}",
                      ""));
    scratch_write("a.bin",
                  "HHHHH"
                  "\1\0\2\0\3\0\4\0"
                  "HHH"
                  "\5\0\6\0"
                  "TTT",
                  5 + 8 + 3 + 4 + 3);
    phw_recording *r = NULL;
    phw_cf out[4];
    size_t n = 0;
    cr_assert_eq(phw_recording_open(&r, scratch_path("a"), NULL), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(phw_recording_info(r)->n_samples, 3);
    cr_assert_eq(phw_recording_read(r, out, 4, &n), PHW_OK);
    cr_assert_eq(n, 3);
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_eq(crealf(out[i]) * 32768.0F, (float)(2 * i + 1));
        cr_expect_eq(cimagf(out[i]) * 32768.0F, (float)(2 * i + 2));
    }
    cr_assert_eq(phw_recording_seek(r, 2), PHW_OK);
    cr_assert_eq(phw_recording_read(r, out, 4, &n), PHW_OK);
    cr_expect_eq(n, 1);
    cr_expect_eq(crealf(out[0]) * 32768.0F, 5.0F);
    phw_recording_close(r);
}

Test(recording_sigmf, captures_and_annotations_past_the_end_are_counted_not_kept)
{
    scratch_text("a.sigmf-meta",
                 META(RATE GLOBAL,
                      "{\"core:sample_start\":0},{\"core:sample_start\":2},"
                      "{\"core:sample_start\":4},"
                      "{\"core:sample_start\":4611686018427387904}",
                      "{\"core:sample_start\":1},"
                      "{\"core:sample_start\":3,\"core:sample_count\":100},"
                      "{\"core:sample_start\":4,\"core:label\":\"x\"}"));
    scratch_write("a.sigmf-data", "0123456789abcdef", 16);
    phw_recording *r = NULL;
    cr_assert_eq(phw_recording_open(&r, scratch_path("a"), NULL), PHW_OK, "%s",
                 phw_error_message());
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_expect_eq(meta->n_samples, 4);
    cr_expect_eq(meta->n_captures, 2);
    cr_expect_eq(meta->n_ignored_captures, 2);
    cr_expect_eq(meta->n_annotations, 2);
    cr_expect_eq(meta->n_ignored_annotations, 1);
    cr_expect_eq(meta->annotations[0].count, 1); /* to its capture's end */
    cr_expect_eq(meta->annotations[1].count, 1); /* to the last sample */
    phw_recording_close(r);
}

#include "datasets/recordings.h"
#include "datasets/sigmf_writer.h"

#include "tests/datasets/scratch.h"

TestSuite(sigmf_inherit, .init = scratch_start, .fini = scratch_end);

static const char old[] =
    "{\"global\": {\"core:datatype\": \"cu8\", \"core:version\": \"1.0.0\", "
    "\"core:sample_rate\": 1000, \"core:offset\": 100, \"core:hw\": \"radio\", "
    "\"core:author\": \"theirs\", \"core:sha512\": \"ab\", \"antenna:gain\": 7, "
    "\"core:num_channels\": 2, \"core:extensions\": [{\"name\": \"antenna\", "
    "\"version\": \"1.0.0\", \"optional\": true}]}, \"captures\": "
    "[{\"core:sample_start\": 100, \"core:frequency\": 5e6, \"core:datetime\": "
    "\"2020-01-01T00:00:00Z\"}, {\"core:sample_start\": 150, \"core:frequency\": 6e6, "
    "\"core:header_bytes\": 3}, {\"core:sample_start\": 190}], \"annotations\": "
    "[{\"core:sample_start\": 160, \"core:sample_count\": 30, \"other:x\": [1]}, "
    "{\"core:sample_start\": 110, \"core:label\": \"first\"}, "
    "{\"core:sample_start\": 185}]}";

/* Eighty of the hundred samples. */
static phw_recording *convert(double carrier_hz)
{
    const phw_sigmf_config config = {.type = {PHW_COMPONENT_F32, true, false},
                                     .rate_hz = 1000,
                                     .carrier_hz = carrier_hz,
                                     .author = "ours"};
    static const phw_cf x[80];
    char *path[2];
    phw_writer *w[2];
    phw_sigmf_writer *sigmf = NULL;
    phw_recording *r = NULL;
    const phw_sigmf_annotation more = {.start = 20, .count = 5, .label = "second"};
    cr_assert_eq(phw_sigmf_paths(&path[0], &path[1], scratch_path("new")), PHW_OK);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_writer_create(&w[i], path[i], false), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_create(&sigmf, w[0], w[1], &config), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_inherit(sigmf, old), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_sigmf_writer_push(sigmf, x, 80), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_annotate(sigmf, &more), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_finish(sigmf), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_writer_commit_all(w, 2), PHW_OK);
    phw_sigmf_writer_destroy(sigmf);
    cr_assert_eq(phw_recording_open(&r, path[0], NULL), PHW_OK, "%s",
                 phw_error_message());
    free(path[0]);
    free(path[1]);
    return r;
}

Test(sigmf_inherit, captures_annotations_and_facts_come_along)
{
    phw_recording *r = convert(5e6);
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_expect_eq(phw_recording_verify(r), PHW_OK, "%s", phw_error_message());
    cr_expect_str_eq(meta->author, "ours");
    cr_expect_str_eq(meta->hardware, "radio");
    cr_expect_eq(meta->n_channels, 1);
    cr_assert_eq(meta->n_captures, 2);
    cr_expect_eq(meta->captures[0].start, 0);
    cr_expect_str_eq(meta->captures[0].datetime, "2020-01-01T00:00:00Z");
    cr_expect_eq(meta->captures[1].start, 50);
    cr_expect_eq(meta->captures[1].carrier_hz, 6e6);
    cr_expect_eq(meta->captures[1].header_bytes, 0);
    cr_assert_eq(meta->n_annotations, 3);
    cr_expect_str_eq(meta->annotations[0].label, "first");
    cr_expect_eq(meta->annotations[0].start, 10);
    cr_expect_str_eq(meta->annotations[1].label, "second");
    cr_expect_eq(meta->annotations[2].start, 60);
    cr_expect_eq(meta->annotations[2].count, 20);
    cr_expect_not_null(strstr(meta->metadata, "\"other:x\""));
    cr_expect_not_null(strstr(meta->metadata, "\"antenna:gain\": 7"));
    cr_expect_not_null(strstr(meta->metadata, "\"name\": \"antenna\""));
    cr_expect_not_null(strstr(meta->metadata, "\"name\": \"phyward\""));
    cr_expect_null(strstr(meta->metadata, "core:offset"));
    phw_recording_close(r);
}

Test(sigmf_inherit, a_carrier_that_the_user_says_wins)
{
    phw_recording *r = convert(9e6);
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_assert_eq(meta->n_captures, 2);
    cr_expect_eq(meta->captures[0].carrier_hz, 9e6);
    cr_expect_eq(meta->captures[1].carrier_hz, 9e6);
    phw_recording_close(r);
}

Test(sigmf_inherit, what_is_no_metadata_is_refused)
{
    const phw_sigmf_config config = {.type = {PHW_COMPONENT_F32, true, false},
                                     .rate_hz = 1000};
    phw_sigmf_writer *sigmf = NULL;
    cr_assert_eq(phw_sigmf_writer_create(&sigmf, NULL, NULL, &config), PHW_OK);
    EXPECT_FAILURE(phw_sigmf_writer_inherit(sigmf, "{"), PHW_EARG, "JSON");
    EXPECT_FAILURE(phw_sigmf_writer_inherit(sigmf, "{}"), PHW_EARG, "metadata");
    phw_sigmf_writer_destroy(sigmf);
}

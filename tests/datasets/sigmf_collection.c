#include "datasets/sigmf_collection.h"

#include "datasets/recordings.h"
#include "datasets/sigmf_writer.h"

#include "tests/datasets/scratch.h"

TestSuite(sigmf_collection, .init = scratch_start, .fini = scratch_end);

#define HASH_A                                                         \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* A recording of ten samples; its metadata's hash as the writer tells it. */
static void write_recording(const char *name, char hash[PHW_SIGMF_HASH_SIZE])
{
    const phw_sigmf_config config = {.type = {PHW_COMPONENT_I16, true, false},
                                     .rate_hz = 1e6};
    const phw_cf x[10] = {0};
    char *path[2];
    phw_writer *w[2];
    phw_sigmf_writer *sigmf = NULL;
    cr_assert_eq(phw_sigmf_paths(&path[0], &path[1], scratch_path(name)), PHW_OK);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_writer_create(&w[i], path[i], false), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_create(&sigmf, w[0], w[1], &config), PHW_OK);
    cr_expect_str_eq(phw_sigmf_writer_hash(sigmf), "");
    cr_assert_eq(phw_sigmf_writer_push(sigmf, x, 10), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_finish(sigmf), PHW_OK);
    (void)snprintf(hash, PHW_SIGMF_HASH_SIZE, "%s", phw_sigmf_writer_hash(sigmf));
    cr_assert_eq(phw_writer_commit_all(w, 2), PHW_OK);
    phw_sigmf_writer_destroy(sigmf);
    free(path[0]);
    free(path[1]);
}

Test(sigmf_collection, what_it_writes_is_read_back)
{
    char hash[2][PHW_SIGMF_HASH_SIZE];
    write_recording("one", hash[0]);
    write_recording("two.x", hash[1]);
    const phw_recording_field field = {"n_frames", NULL, 2};
    const phw_sigmf_collection_config config = {
        .description = "both", .author = "me", .field = &field, .n_fields = 1};
    phw_writer *w = NULL;
    phw_sigmf_collection_writer *c = NULL;
    const char *path = scratch_path("all.sigmf-collection");
    cr_assert_eq(phw_writer_create(&w, path, false), PHW_OK);
    cr_assert_eq(phw_sigmf_collection_create(&c, w, &config), PHW_OK);
    cr_assert_eq(phw_sigmf_collection_add(c, scratch_path("one.sigmf-meta"), hash[0]),
                 0);
    cr_assert_eq(phw_sigmf_collection_add(c, "two.x", hash[1]), PHW_OK);
    cr_assert_eq(phw_sigmf_collection_finish(c), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    phw_sigmf_collection_destroy(c);

    phw_sigmf_collection got = {0};
    cr_assert_eq(phw_sigmf_collection_read(&got, path), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(got.n, 2);
    cr_expect_str_eq(got.stream[0].name, "one");
    cr_expect_str_eq(got.stream[1].name, "two.x");
    cr_expect_str_eq(got.description, "both");
    cr_expect_str_eq(got.author, "me");
    cr_expect_null(got.license);
    cr_assert_eq(got.n_fields, 1);
    cr_expect_eq(got.field[0].number, 2);
    for (int i = 0; i < 2; ++i) {
        char again[PHW_SIGMF_HASH_SIZE];
        char name[64];
        (void)snprintf(name, sizeof name, "%s.sigmf-meta", got.stream[i].name);
        cr_assert_eq(phw_sigmf_hash_file(again, scratch_path(name)), PHW_OK);
        cr_expect_str_eq(got.stream[i].hash, again);
        cr_expect_str_eq(got.stream[i].hash, hash[i]);
    }
    phw_sigmf_collection_free(&got);
}

Test(sigmf_collection, what_is_no_recording_is_refused)
{
    phw_writer *w = NULL;
    phw_sigmf_collection_writer *c = NULL;
    cr_assert_eq(phw_writer_create(&w, scratch_path("x"), false), PHW_OK);
    cr_assert_eq(phw_sigmf_collection_create(&c, w, NULL), PHW_OK);
    EXPECT_FAILURE(phw_sigmf_collection_add(c, "", HASH_A), PHW_EARG, "names no");
    EXPECT_FAILURE(phw_sigmf_collection_add(c, "a/", HASH_A), PHW_EARG, "names no");
    EXPECT_FAILURE(phw_sigmf_collection_add(c, "\xff", HASH_A), PHW_EARG, "UTF-8");
    EXPECT_FAILURE(phw_sigmf_collection_add(c, "a", "ab"), PHW_EARG, "hexadecimal");
    EXPECT_FAILURE(phw_sigmf_collection_finish(c), PHW_EARG, "no recordings");
    phw_sigmf_collection_destroy(c);
    phw_writer_discard(w);
}

static const char good[] = "{\"collection\": {\"core:version\": \"1.2.5\", "
                           "\"core:streams\": [{\"name\": \"a\", \"hash\": \"" HASH_A
                           "\"}], \"core:description\": \"d\", \"antenna:x\": 1}}";

Test(sigmf_collection, pairs_are_read_as_objects_are)
{
    static const char pairs[] =
        "{\"collection\": {\"core:streams\": [[\"a\", \"" HASH_A "\"]]}}";
    phw_sigmf_collection c = {0};
    cr_assert_eq(phw_sigmf_collection_parse(&c, pairs, sizeof pairs - 1), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(c.n, 1);
    cr_expect_str_eq(c.stream[0].name, "a");
    cr_expect_eq(strlen(c.stream[0].hash), 128);
    phw_sigmf_collection_free(&c);
}

Test(sigmf_collection, text_cut_anywhere_is_an_error)
{
    phw_sigmf_collection c = {0};
    cr_assert_eq(phw_sigmf_collection_parse(&c, good, sizeof good - 1), PHW_OK);
    cr_expect_eq(c.stream[0].hash[127], 'a');
    phw_sigmf_collection_free(&c);
    for (size_t n = 0; n < sizeof good - 1; ++n) {
        char *cut = strndup(good, n);
        cr_assert_eq(phw_sigmf_collection_parse(&c, cut, n), PHW_EINPUT, "%zu", n);
        free(cut);
    }
}

Test(sigmf_collection, malformed_ones_are_refused_and_the_field_is_named)
{
    static const struct {
        const char *text;
        const char *says;
    } bad[] = {
        {"[]", "no object"},
        {"{\"collection\": 1}", "no object"},
        {"{\"collection\": {}}", "core:streams"},
        {"{\"collection\": {\"core:streams\": 1}}", "core:streams"},
        {"{\"collection\": {\"core:streams\": [1]}}", "[0].name"},
        {"{\"collection\": {\"core:streams\": [[]]}}", "[0].name"},
        {"{\"collection\": {\"core:streams\": [[\"a\", 1]]}}", "[0].hash"},
        {"{\"collection\": {\"core:streams\": [{\"name\": \"../a\"}]}}", "[0].name"},
        {"{\"collection\": {\"core:streams\": [{\"name\": \"a\"}]}}", "[0].hash"},
        {"{\"collection\": {\"core:streams\": [], \"core:author\": 3}}", "core:author"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_sigmf_collection c = {0};
        EXPECT_FAILURE(phw_sigmf_collection_parse(&c, bad[i].text, strlen(bad[i].text)),
                       PHW_EINPUT, bad[i].says);
    }
}

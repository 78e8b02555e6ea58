#include "encrypt/frame_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#define KEY   "0123456789abcdef"
#define OTHER "fedcba9876543210"

static const char good[] = "phyward frames 1\n" KEY " 0 7\n" KEY " 4294967295 0\n" OTHER
                           " 0 18446744073709551615\nend 3\n";

Test(frame_record, reads_each_stream_of_each_key)
{
    phw_frame_record r = {0};
    cr_assert_eq(phw_frame_record_parse(&r, good, sizeof good - 1), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(r.n, 3);
    cr_expect_eq(phw_frame_record_find(&r, KEY, 0)->highest, 7);
    cr_expect_eq(phw_frame_record_find(&r, KEY, UINT32_MAX)->highest, 0);
    cr_expect_eq(phw_frame_record_find(&r, OTHER, 0)->highest, UINT64_MAX);
    cr_expect_null(phw_frame_record_find(&r, OTHER, 1));
    phw_frame_record_free(&r);
    phw_frame_record_free(&r);
}

Test(frame_record, reads_what_it_writes)
{
    const char *parent = getenv("TMPDIR");
    char path[512];
    (void)snprintf(path, sizeof path, "%s/phyward-record-XXXXXX",
                   parent != NULL ? parent : "/tmp");
    const int fd = mkstemp(path);
    phw_frame_record r = {0};
    phw_writer *w = NULL;
    uint8_t *text = NULL;
    size_t size = 0;
    cr_assert_geq(fd, 0);
    (void)close(fd);
    cr_assert_eq(phw_frame_record_parse(&r, good, sizeof good - 1), PHW_OK);
    cr_assert_eq(phw_writer_create(&w, path, true), PHW_OK);
    phw_frame_record_write(w, &r);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&text, &size, path, 1000), PHW_OK);
    cr_expect_str_eq((const char *)text, good);
    free(text);
    (void)unlink(path);
    phw_frame_record_free(&r);
}

Test(frame_record, sets_what_is_there_and_adds_what_is_not)
{
    phw_frame_record r = {0};
    const phw_frame_entry entry[] = {{KEY, 1, 5}, {OTHER, 1, 6}, {KEY, 1, 9}};
    for (size_t i = 0; i < 3; ++i)
        cr_assert_eq(phw_frame_record_set(&r, &entry[i]), PHW_OK);
    cr_expect_eq(r.n, 2);
    cr_expect_eq(phw_frame_record_find(&r, KEY, 1)->highest, 9);
    phw_frame_record_free(&r);
}

/* Every cut: none may be taken for a record with fewer streams. */
Test(frame_record, refuses_every_beginning_of_itself)
{
    for (size_t size = 0; size < sizeof good - 1; ++size) {
        phw_frame_record r = {0};
        char *text = malloc(size + 1); /* just as large: a sanitizer sees a step over */
        cr_assert_not_null(text);
        memcpy(text, good, size);
        cr_expect_eq(phw_frame_record_parse(&r, text, size), PHW_EINPUT, "%zu bytes",
                     size);
        cr_expect_null(r.entry);
        free(text);
    }
}

Test(frame_record, refuses_what_is_not_in_its_form)
{
    static const char *const bad[] = {
        "phyward frames 2\nend 0\n",
        "phyward frames 1\nend 1\n",
        "phyward frames 1\nend 0\n\n",
        "phyward frames 1\nend 00\n",
        "phyward frames 1\nend -0\n",
        "phyward frames 1\n" KEY " 0 7\nend 0\n",
        "phyward frames 1\n" KEY " 0 7\n" KEY " 0 8\nend 2\n",
        "phyward frames 1\n" KEY " 4294967296 7\nend 1\n",
        "phyward frames 1\n" KEY " 0 18446744073709551616\nend 1\n",
        "phyward frames 1\n" KEY " 0 99999999999999999999999\nend 1\n",
        "phyward frames 1\n" KEY " 0 -1\nend 1\n",
        "phyward frames 1\n" KEY " 0 +1\nend 1\n",
        "phyward frames 1\n" KEY " 0  1\nend 1\n",
        "phyward frames 1\n" KEY " 0 01\nend 1\n",
        "phyward frames 1\n" KEY " 0 \nend 1\n",
        "phyward frames 1\n" KEY " 0 1 \nend 1\n",
        "phyward frames 1\n0123456789ABCDEF 0 1\nend 1\n",
        "phyward frames 1\n0123456789abcde 0 1\nend 1\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_frame_record r = {0};
        cr_expect_eq(phw_frame_record_parse(&r, bad[i], strlen(bad[i])), PHW_EINPUT,
                     "%s", bad[i]);
    }
    phw_frame_record r = {0};
    cr_expect_eq(phw_frame_record_parse(&r, good, PHW_FRAME_RECORD_SIZE_MAX + 1),
                 PHW_EINPUT);
}

Test(frame_record, an_empty_one_is_whole)
{
    static const char empty[] = "phyward frames 1\nend 0\n";
    phw_frame_record r = {0};
    cr_expect_eq(phw_frame_record_parse(&r, empty, sizeof empty - 1), PHW_OK);
    cr_expect_eq(r.n, 0);
    phw_frame_record_free(&r);
}

/* A record that grew past what can be read would be refused for ever. */
Test(frame_record, a_full_one_takes_no_other_stream_and_can_be_read)
{
    const char *parent = getenv("TMPDIR");
    char path[512];
    (void)snprintf(path, sizeof path, "%s/phyward-full-XXXXXX",
                   parent != NULL ? parent : "/tmp");
    const int fd = mkstemp(path);
    phw_frame_record r = {0};
    phw_frame_record back = {0};
    phw_writer *w = NULL;
    uint8_t *text = NULL;
    size_t size = 0;
    cr_assert_geq(fd, 0);
    (void)close(fd);
    r.entry = calloc(PHW_FRAME_RECORD_ENTRIES_MAX, sizeof *r.entry);
    cr_assert_not_null(r.entry);
    for (; r.n < PHW_FRAME_RECORD_ENTRIES_MAX; ++r.n)
        r.entry[r.n] =
            (phw_frame_entry){KEY, UINT32_MAX - (uint32_t)r.n, UINT64_MAX - 1};
    const phw_frame_entry other = {OTHER, 0, 0};
    const phw_frame_entry same = {KEY, UINT32_MAX, UINT64_MAX};
    cr_expect_eq(phw_frame_record_set(&r, &other), PHW_EAUTH);
    cr_expect_eq(phw_frame_record_set(&r, &same), PHW_OK);
    cr_assert_eq(phw_writer_create(&w, path, true), PHW_OK);
    phw_frame_record_write(w, &r);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&text, &size, path, PHW_FRAME_RECORD_SIZE_MAX), PHW_OK);
    cr_assert_eq(phw_frame_record_parse(&back, (const char *)text, size), PHW_OK);
    cr_expect_eq(back.n, r.n);
    (void)unlink(path);
    free(text);
    phw_frame_record_free(&back);
    phw_frame_record_free(&r);
}

Test(frame_record, knows_a_key_by_any_of_its_streams)
{
    phw_frame_record r = {0};
    const phw_frame_entry entry = {KEY, 4, 5};
    cr_expect_not(phw_frame_record_knows(&r, KEY));
    cr_assert_eq(phw_frame_record_set(&r, &entry), PHW_OK);
    cr_expect(phw_frame_record_knows(&r, KEY));
    cr_expect_not(phw_frame_record_knows(&r, OTHER));
    phw_frame_record_free(&r);
}

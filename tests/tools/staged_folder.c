#include "tools/staged_folder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/file.h"

#include "tests/datasets/scratch.h"

TestSuite(staged_folder, .init = scratch_start, .fini = scratch_end);

static void put_file(const char *folder, const char *name)
{
    char path[PHW_OUTPUT_PATH_MAX + 64];
    phw_writer *w = NULL;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert_eq(phw_writer_create(&w, path, false), PHW_OK, "%s", phw_error_message());
    phw_writer_defer_sync(w);
    phw_writer_print(w, "x");
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
}

static bool is_there(const char *name)
{
    return access(scratch_path(name), F_OK) == 0;
}

Test(staged_folder, a_folder_appears_with_its_files_when_it_is_committed)
{
    struct stat info;
    phw_staged_folder f = {.committed = false};
    cr_assert_eq(phw_staged_folder_create(&f, scratch_path("a/b/")), PHW_OK, "%s",
                 phw_error_message());
    put_file(f.stage, "one");
    put_file(f.stage, "two");
    cr_expect_not(is_there("a/b/one"));
    cr_assert_eq(phw_staged_folder_commit(&f), PHW_OK, "%s", phw_error_message());
    cr_expect(is_there("a/b/one") && is_there("a/b/two"));
    cr_expect_not(is_there("a/.b.part"));
    cr_assert_eq(stat(scratch_path("a/b"), &info), 0);
    const mode_t mask = umask(0);
    (void)umask(mask);
    cr_expect_eq(info.st_mode & 0777, 0777 & ~mask);
    /* The others of the run failed. */
    phw_staged_folder_discard(&f);
    cr_expect_not(is_there("a"));
    phw_staged_folder_discard(&f);
}

Test(staged_folder, what_is_discarded_leaves_what_was_there)
{
    phw_staged_folder f = {.committed = false};
    cr_assert_eq(mkdir(scratch_path("mine"), 0777), 0);
    cr_assert_eq(phw_staged_folder_create(&f, scratch_path("mine")), PHW_OK);
    put_file(f.stage, "one");
    phw_staged_folder_discard(&f);
    cr_expect(is_there("mine"));
    cr_expect_not(is_there(".mine.part"));
    phw_staged_folder_discard(&f);
}

Test(staged_folder, a_folder_with_something_in_it_or_under_way_is_refused)
{
    char longest[PHW_OUTPUT_PATH_MAX + 2];
    phw_staged_folder f = {.committed = false};
    phw_staged_folder g = {.committed = false};
    cr_assert_eq(mkdir(scratch_path("full"), 0777), 0);
    put_file(scratch_path("full"), "mine");
    EXPECT_FAILURE(phw_staged_folder_create(&f, scratch_path("full")), PHW_EIO, "full",
                   "no empty folder");
    EXPECT_FAILURE(phw_staged_folder_create(&f, scratch_path("full/mine")), PHW_EIO,
                   "mine");
    cr_expect(is_there("full/mine"));
    cr_assert_eq(phw_staged_folder_create(&f, scratch_path("new")), PHW_OK);
    EXPECT_FAILURE(phw_staged_folder_create(&g, scratch_path("new")), PHW_EIO,
                   ".new.part", "another");
    cr_expect(is_there("new"));
    phw_staged_folder_discard(&f);
    cr_expect_not(is_there("new"));
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    EXPECT_FAILURE(phw_staged_folder_create(&f, longest), PHW_EARG, "too long");
}

#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

static char folder[256];
static char target[300];
static char part[300];

static void enter(void)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/phw_file_XXXXXX",
                   parent != NULL ? parent : P_tmpdir);
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(target, sizeof target, "%s/out.txt", folder);
    (void)snprintf(part, sizeof part, "%s/.out.txt.part", folder);
}

static void leave(void)
{
    char command[300];
    (void)snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_expect_eq(system(command), 0);
}

TestSuite(file, .init = enter, .fini = leave);

static phw_writer *begin(void)
{
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, target, false), PHW_OK, "%s",
                 phw_error_message());
    return w;
}

static void expect_content(const char *want)
{
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&byte, &size, target, 1000), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(size, strlen(want));
    cr_expect_str_eq((char *)byte, want);
    free(byte);
}

static void write_text(const char *text)
{
    phw_writer *w = begin();
    phw_writer_print(w, "%s", text);
    cr_assert_eq(phw_writer_commit(w), PHW_OK, "%s", phw_error_message());
}

static void expect_nothing_but(bool has_target)
{
    cr_expect_eq(access(target, F_OK) == 0, has_target);
    cr_expect_neq(access(part, F_OK), 0, "the part is left");
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    return info.st_mode & 07777;
}

Test(file, an_output_knows_its_target)
{
    phw_writer *w = begin();
    cr_expect_str_eq(phw_writer_path(w), target);
    phw_writer_discard(w);
}

Test(file, an_output_appears_when_it_is_committed)
{
    phw_writer *w = begin();
    phw_writer_print(w, "%s %d\n", "level", 3);
    phw_writer_write(w, "raw", 3);
    phw_writer_write(w, NULL, 0);
    cr_expect_neq(access(target, F_OK), 0, "there before its commit");
    cr_expect_eq(phw_writer_commit(w), PHW_OK);
    expect_content("level 3\nraw");
    expect_nothing_but(true);
}

Test(file, an_output_whose_syncing_is_the_callers_appears_as_any)
{
    phw_writer *w = begin();
    phw_writer_defer_sync(w);
    phw_writer_print(w, "later");
    cr_expect_neq(access(target, F_OK), 0, "there before its commit");
    cr_expect_eq(phw_writer_commit(w), PHW_OK);
    expect_content("later");
    expect_nothing_but(true);
}

Test(file, an_old_output_stays_until_the_new_one_is_whole)
{
    write_text("old");
    phw_writer *w = begin();
    phw_writer_print(w, "new");
    expect_content("old");
    cr_expect_eq(phw_writer_commit(w), PHW_OK);
    expect_content("new");
}

Test(file, discarding_leaves_nothing_or_what_was_there)
{
    phw_writer *w = begin();
    phw_writer_print(w, "half");
    phw_writer_discard(w);
    expect_nothing_but(false);
    write_text("old");
    w = begin();
    phw_writer_print(w, "half");
    phw_writer_discard(w);
    expect_nothing_but(true);
    expect_content("old");
    phw_writer_discard(NULL);
}

Test(file, modes_are_0600_for_private_files_and_0644_less_the_umask_for_others)
{
    phw_writer *w = NULL;
    (void)umask(0);
    write_text("x");
    cr_expect_eq(mode_of(target), 0644);
    cr_assert_eq(phw_writer_create(&w, target, true), PHW_OK);
    cr_expect_eq(mode_of(part), 0600, "private from the start");
    cr_expect_eq(phw_writer_commit(w), PHW_OK);
    cr_expect_eq(mode_of(target), 0600);
    (void)umask(027);
    write_text("x");
    cr_expect_eq(mode_of(target), 0640);
}

Test(file, a_file_size_limit_is_an_answer_and_leaves_nothing)
{
    enum {
        SIZE = 1 << 20
    };

    char *block = calloc(1, SIZE);
    cr_assert_not_null(block);
    (void)signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {16384, 16384};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int is_private = 0; is_private < 2; ++is_private) {
        phw_writer *w = NULL;
        cr_assert_eq(phw_writer_create(&w, target, is_private != 0), PHW_OK);
        phw_writer_write(w, block, SIZE);
        phw_writer_print(w, "and more");
        cr_expect_eq(phw_writer_commit(w), PHW_EIO);
        cr_expect_not_null(strstr(phw_error_message(), target));
        cr_expect_not_null(strstr(phw_error_message(), strerror(EFBIG)));
        expect_nothing_but(false);
    }
    free(block);
}

/* Two targets with old content and a third that is new. */
static void begin_three(phw_writer *w[3], char path[3][320])
{
    for (int i = 0; i < 3; ++i) {
        (void)snprintf(path[i], 320, "%s/%d.txt", folder, i);
        if (i < 2) {
            cr_assert_eq(phw_writer_create(&w[i], path[i], false), PHW_OK);
            phw_writer_print(w[i], "old");
            cr_assert_eq(phw_writer_commit(w[i]), PHW_OK);
        }
        cr_assert_eq(phw_writer_create(&w[i], path[i], false), PHW_OK);
        phw_writer_print(w[i], "new");
    }
}

static void expect_old_ones(char path[3][320])
{
    for (int i = 0; i < 2; ++i) {
        (void)snprintf(target, sizeof target, "%.*s", (int)strlen(path[i]), path[i]);
        expect_content("old");
    }
    cr_expect_neq(access(path[2], F_OK), 0);
}

static size_t entries(void)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    for (const struct dirent *e = NULL; (e = readdir(d)) != NULL;)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    (void)closedir(d);
    return n;
}

Test(file, several_outputs_appear_together)
{
    phw_writer *w[3];
    char path[3][320];
    begin_three(w, path);
    cr_expect_eq(phw_writer_commit_all(w, 3), PHW_OK, "%s", phw_error_message());
    for (int i = 0; i < 3; ++i) {
        (void)snprintf(target, sizeof target, "%.*s", (int)strlen(path[i]), path[i]);
        expect_content("new");
    }
    cr_expect_eq(entries(), 3, "nothing hidden stays");
}

Test(file, one_output_that_is_cut_short_leaves_the_old_ones)
{
    phw_writer *w[3];
    char path[3][320];
    begin_three(w, path);
    (void)signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {1000, 1000};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    phw_writer_print(w[2], "%2000s", "long");
    cr_expect_eq(phw_writer_commit_all(w, 3), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), path[2]));
    expect_old_ones(path);
    cr_expect_eq(entries(), 2, "nothing hidden stays");
}

Test(file, one_rename_that_fails_puts_the_old_ones_back)
{
    phw_writer *w[3];
    char path[3][320];
    begin_three(w, path);
    phw_writer *const turned[] = {w[0], w[2], w[1]};
    cr_assert_eq(unlink(path[1]), 0);
    cr_assert_eq(mkdir(path[1], 0700), 0);
    cr_expect_eq(phw_writer_commit_all(turned, 3), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), path[1]));
    cr_assert_eq(rmdir(path[1]), 0);
    (void)snprintf(target, sizeof target, "%s/0.txt", folder);
    expect_content("old");
    cr_expect_neq(access(path[2], F_OK), 0, "it was new, and goes again");
    cr_expect_eq(entries(), 1, "nothing hidden stays");
}

Test(file, only_regular_files_are_replaced)
{
    phw_writer *w = NULL;
    cr_expect_eq(phw_writer_create(&w, folder, false), PHW_EIO);
    cr_expect_eq(phw_writer_create(&w, "/dev/full", false), PHW_EIO);
    cr_assert_eq(mkfifo(target, 0600), 0);
    cr_expect_eq(phw_writer_create(&w, target, false), PHW_EIO);
    cr_expect_null(w);
}

Test(file, a_folder_that_is_missing_or_not_writable_is_named)
{
    phw_writer *w = NULL;
    char path[320];
    (void)snprintf(path, sizeof path, "%s/none/out.txt", folder);
    cr_expect_eq(phw_writer_create(&w, path, false), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), path));
    cr_expect_eq(phw_writer_create(&w, "", false), PHW_EIO);
    (void)snprintf(path, sizeof path, "%s/none/", folder);
    cr_expect_eq(phw_writer_create(&w, path, false), PHW_EIO);
    cr_assert_eq(chmod(folder, 0555), 0);
    if (geteuid() == 0) /* root may write anywhere */
        cr_assert_eq(seteuid(65534), 0);
    cr_expect_eq(phw_writer_create(&w, target, false), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), strerror(EACCES)));
    cr_expect_null(w);
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    cr_assert_eq(chmod(folder, 0755), 0);
}

Test(file, a_killed_run_leaves_no_target_and_the_next_one_succeeds)
{
    write_text("old");
    const pid_t child = fork();
    if (child == 0) {
        phw_writer *w = begin();
        for (int i = 0; i < 100000; ++i)
            phw_writer_print(w, "line %d\n", i);
        (void)raise(SIGKILL);
    }
    int status = 0;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status));
    expect_content("old");
    cr_expect_eq(access(part, F_OK), 0, "the child did write");
    write_text("new");
    expect_content("new");
    expect_nothing_but(true);
}

Test(file, a_second_writer_of_the_same_target_is_refused)
{
    phw_writer *first = begin();
    phw_writer *second = NULL;
    phw_writer_print(first, "first");
    cr_expect_eq(phw_writer_create(&second, target, false), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "another run"));
    cr_expect_null(second);
    cr_expect_eq(phw_writer_commit(first), PHW_OK);
    expect_content("first");
    write_text("second");
    expect_content("second");
}

Test(file, a_link_in_the_place_of_the_part_is_not_followed)
{
    char victim[300];
    (void)snprintf(victim, sizeof victim, "%s/victim", folder);
    cr_assert_eq(symlink(victim, part), 0);
    write_text("new");
    expect_content("new");
    cr_expect_neq(access(victim, F_OK), 0);
}

Test(file, reading_gives_the_bytes_and_a_0_after_them)
{
    const size_t sizes[] = {0, 1, 4095, 4096, 4097, 8191, 8192, 8193, 100000};
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
        const size_t n = sizes[k];
        phw_writer *w = begin();
        for (size_t i = 0; i < n; ++i) {
            const uint8_t byte = (uint8_t)(i * 7 + i / 251);
            phw_writer_write(w, &byte, 1);
        }
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        uint8_t *byte = NULL;
        size_t size = 0;
        cr_assert_eq(phw_file_read(&byte, &size, target, n), PHW_OK);
        cr_assert_eq(size, n);
        for (size_t i = 0; i < n; ++i)
            cr_assert_eq(byte[i], (uint8_t)(i * 7 + i / 251));
        cr_expect_eq(byte[n], 0);
        free(byte);
        byte = NULL;
        if (n > 0)
            cr_expect_eq(phw_file_read(&byte, &size, target, n - 1), PHW_EINPUT);
        cr_expect_null(byte);
    }
}

Test(file, a_pipe_is_read_to_its_end)
{
    cr_assert_eq(mkfifo(target, 0600), 0);
    const pid_t child = fork();
    if (child == 0) {
        const int fd = open(target, O_WRONLY);
        for (int i = 0; i < 1000; ++i)
            (void)!write(fd, "0123456789", 10);
        _exit(0);
    }
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&byte, &size, target, 1 << 20), PHW_OK);
    cr_expect_eq(size, 10000);
    free(byte);
    cr_assert_eq(waitpid(child, NULL, 0), child);
}

Test(file, a_pipe_without_a_writer_is_opened_at_once_and_holds_nothing)
{
    char byte = 0;
    cr_assert_eq(mkfifo(target, 0600), 0);
    (void)alarm(10);
    FILE *stream = phw_file_open(target);
    cr_assert_not_null(stream);
    cr_expect_eq(fread(&byte, 1, 1, stream), 0);
    (void)fclose(stream);
    cr_assert_eq(unlink(target), 0);
    cr_expect_null(phw_file_open(target));
    cr_expect_eq(errno, ENOENT);
}

Test(file, what_cannot_be_read_is_named)
{
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_expect_eq(phw_file_read(&byte, &size, target, 10), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), target));
    cr_expect_eq(phw_file_read(&byte, &size, folder, 10), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "folder"));
    cr_expect_eq(phw_file_read(&byte, &size, "/dev/zero", 100000), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "100000"));
    cr_expect_null(byte);
}

Test(file, folders_are_made_with_their_parents)
{
    char path[400];
    const char *tails[] = {"a", "b/c/d", "b/c/d/", "e//f", "b/../g/h"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; ++i) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, tails[i]);
        cr_expect_eq(phw_folder_create(path), PHW_OK, "%s", phw_error_message());
        cr_expect_eq(phw_folder_create(path), PHW_OK, "twice");
        struct stat info;
        cr_expect(stat(path, &info) == 0 && S_ISDIR(info.st_mode), "%s", path);
    }
    write_text("a file");
    (void)snprintf(path, sizeof path, "%s/below", target);
    cr_expect_eq(phw_folder_create(path), PHW_EIO);
    cr_expect_eq(phw_folder_create(target), PHW_EIO);
    cr_expect_eq(phw_folder_create(""), PHW_EIO);
    cr_expect_eq(phw_folder_create("/"), PHW_OK);
}

#include "encrypt/frame_counter.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"

#include "tests/encrypt/secret.h"

enum {
    PROCESSES = 4,
    TAKES = 8
};

static char folder[256];
static char record[512];

static void setup(void)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/phyward-counter-XXXXXX",
                   parent != NULL ? parent : "/tmp");
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(record, sizeof record, "%s/k.bin.frames", folder);
}

static void teardown(void)
{
    (void)unlink(record);
    (void)rmdir(folder);
}

TestSuite(frame_counter, .init = setup, .fini = teardown);

static volatile sig_atomic_t woken;

static void wake(int number)
{
    (void)number;
    woken = 1;
}

static bool stop(void)
{
    return woken != 0;
}

static phw_status take(uint64_t *frame, uint32_t stream, const uint64_t *wanted)
{
    phw_key key = secret(32, 0);
    const phw_status s =
        phw_frame_counter_take(frame, NULL, record, &key, stream, wanted, stop);
    phw_key_free(&key);
    return s;
}

static phw_status want(uint32_t stream, uint64_t wanted)
{
    uint64_t frame = 0;
    const phw_status s = take(&frame, stream, &wanted);
    if (s == PHW_OK)
        cr_expect_eq(frame, wanted);
    return s;
}

static uint64_t next(uint32_t stream)
{
    uint64_t frame = 0;
    cr_assert_eq(take(&frame, stream, NULL), PHW_OK, "%s", phw_error_message());
    return frame;
}

Test(frame_counter, counts_up_from_0)
{
    for (uint64_t i = 0; i < 5; ++i)
        cr_expect_eq(next(1), i);
}

Test(frame_counter, refuses_a_number_used_and_every_one_below)
{
    uint64_t frame = 77;
    const uint64_t seven = 7;
    cr_expect_eq(want(1, 7), PHW_OK);
    cr_expect_eq(take(&frame, 1, &seven), PHW_EAUTH);
    cr_expect_eq(frame, 77);
    cr_expect_eq(want(1, 3), PHW_EAUTH);
    cr_expect_eq(want(1, 0), PHW_EAUTH);
    cr_expect_eq(want(1, 8), PHW_OK);
    cr_expect_eq(next(1), 9);
}

Test(frame_counter, streams_count_by_themselves)
{
    cr_expect_eq(want(1, 7), PHW_OK);
    cr_expect_eq(want(2, 3), PHW_OK);
    cr_expect_eq(next(1), 8);
    cr_expect_eq(next(2), 4);
    cr_expect_eq(next(UINT32_MAX), 0);
}

Test(frame_counter, keys_count_by_themselves_and_are_not_forgotten)
{
    phw_key other = secret(32, 1);
    uint64_t frame = 0;
    cr_expect_eq(want(1, 7), PHW_OK);
    cr_expect_eq(phw_frame_counter_take(&frame, NULL, record, &other, 1, NULL, NULL),
                 PHW_OK);
    cr_expect_eq(frame, 0);
    cr_expect_eq(want(1, 7), PHW_EAUTH);
    phw_key_free(&other);
}

static bool first(unsigned key_first, uint32_t stream)
{
    bool is_first = false;
    uint64_t frame = 0;
    phw_key key = secret(32, key_first);
    cr_assert_eq(
        phw_frame_counter_take(&frame, &is_first, record, &key, stream, NULL, NULL),
        PHW_OK);
    phw_key_free(&key);
    return is_first;
}

Test(frame_counter, tells_the_first_use_of_a_key)
{
    cr_expect(first(0, 1));
    cr_expect_not(first(0, 1));
    cr_expect_not(first(0, 2), "the key is known by its other stream");
    cr_expect(first(1, 1));
    cr_assert_eq(unlink(record), 0);
    cr_expect(first(0, 1), "a record that is gone tells nothing");
}

static int lock_folder(void)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY);
    cr_assert_geq(fd, 0);
    cr_assert_eq(flock(fd, LOCK_EX), 0);
    return fd;
}

Test(frame_counter, a_caught_signal_ends_the_wait_for_a_lock)
{
    uint64_t frame = 77;
    const struct sigaction caught = {.sa_handler = wake};
    const struct itimerval soon = {.it_value = {.tv_usec = 50000}};
    const int fd = lock_folder();
    cr_assert_eq(sigaction(SIGALRM, &caught, NULL), 0);
    cr_assert_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
    cr_expect_eq(take(&frame, 1, NULL), PHW_ECANCEL);
    cr_expect_eq(frame, 77);
    (void)close(fd);
    cr_expect_eq(next(1), 0);
}

Test(frame_counter, a_signal_before_the_wait_ends_it_too)
{
    uint64_t frame = 77;
    const int fd = lock_folder();
    wake(SIGALRM);
    cr_expect_eq(take(&frame, 1, NULL), PHW_ECANCEL);
    cr_expect_eq(frame, 77);
    (void)close(fd);
}

Test(frame_counter, waits_for_a_lock_that_is_given_back)
{
    const int fd = lock_folder();
    const pid_t child = fork();
    if (child == 0) {
        (void)usleep(100000);
        _exit(0); /* with the last copy of the lock */
    }
    (void)close(fd);
    cr_expect_eq(next(1), 0);
    (void)waitpid(child, NULL, 0);
}

Test(frame_counter, ends_at_the_last_number)
{
    uint64_t frame = 0;
    cr_expect_eq(want(1, UINT64_MAX - 1), PHW_OK);
    cr_expect_eq(next(1), UINT64_MAX);
    cr_expect_eq(take(&frame, 1, NULL), PHW_EAUTH);
    cr_expect_eq(want(1, UINT64_MAX), PHW_EAUTH);
}

Test(frame_counter, its_file_is_private)
{
    struct stat info;
    (void)next(1);
    cr_assert_eq(stat(record, &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
}

Test(frame_counter, refuses_a_record_that_others_may_write)
{
    uint64_t frame = 0;
    (void)next(1);
    cr_assert_eq(chmod(record, 0620), 0);
    cr_expect_eq(take(&frame, 1, NULL), PHW_EAUTH);
    cr_assert_eq(chmod(record, 0600), 0);
    cr_expect_eq(next(1), 1);
}

Test(frame_counter, refuses_a_damaged_record_and_leaves_it)
{
    uint64_t frame = 0;
    (void)next(1);
    cr_assert_eq(truncate(record, 30), 0);
    cr_expect_eq(take(&frame, 1, NULL), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "k.bin.frames"));
    struct stat info;
    cr_assert_eq(stat(record, &info), 0);
    cr_expect_eq(info.st_size, 30);
    cr_assert_eq(truncate(record, 0), 0);
    cr_expect_eq(take(&frame, 1, NULL), PHW_EINPUT);
}

Test(frame_counter, refuses_a_folder_that_is_not_there)
{
    uint64_t frame = 0;
    phw_key key = secret(32, 0);
    cr_expect_eq(phw_frame_counter_take(&frame, NULL, "/nonexistent/k.frames", &key, 1,
                                        NULL, NULL),
                 PHW_EIO);
    phw_key_free(&key);
}

/* Each process writes what it took into a pipe; none may be there twice. */
Test(frame_counter, gives_every_process_other_numbers)
{
    int end[2];
    cr_assert_eq(pipe(end), 0);
    for (int p = 0; p < PROCESSES; ++p) {
        if (fork() != 0)
            continue;
        for (int i = 0; i < TAKES; ++i) {
            uint64_t frame = UINT64_MAX;
            if (take(&frame, 1, NULL) != PHW_OK)
                frame = UINT64_MAX;
            if (write(end[1], &frame, sizeof frame) != (ssize_t)sizeof frame)
                _exit(1);
        }
        _exit(0);
    }
    (void)close(end[1]);
    bool seen[PROCESSES * TAKES] = {false};
    uint64_t frame = 0;
    int n = 0;
    for (; read(end[0], &frame, sizeof frame) == (ssize_t)sizeof frame; ++n) {
        cr_assert_lt(frame, PROCESSES * TAKES);
        cr_assert_not(seen[frame], "%llu twice", (unsigned long long)frame);
        seen[frame] = true;
    }
    cr_expect_eq(n, PROCESSES * TAKES);
    (void)close(end[0]);
    while (wait(NULL) > 0) {
    }
}

Test(frame_counter, a_link_leads_to_the_record_of_the_key)
{
    char real[512];
    char link[512];
    char *a = NULL;
    char *b = NULL;
    (void)snprintf(real, sizeof real, "%s/k.bin", folder);
    (void)snprintf(link, sizeof link, "%s/l.bin", folder);
    phw_key key = secret(32, 0);
    cr_assert_eq(phw_key_write(&key, real), PHW_OK);
    cr_assert_eq(symlink("k.bin", link), 0);
    cr_assert_eq(phw_frame_counter_path(&a, real, PHW_FRAMES_USED), PHW_OK);
    cr_assert_eq(phw_frame_counter_path(&b, link, PHW_FRAMES_USED), PHW_OK);
    cr_expect_str_eq(a, b);
    cr_expect_not_null(strstr(a, "/k.bin.frames"));
    (void)unlink(real);
    (void)unlink(link);
    free(a);
    free(b);
    char *none = NULL;
    cr_expect_eq(phw_frame_counter_path(&none, real, PHW_FRAMES_USED), PHW_EINPUT);
    phw_key_free(&key);
}

/* Each name would count by itself. */
Test(frame_counter, refuses_a_key_with_a_hard_link)
{
    char real[512];
    char other[512];
    char *path = NULL;
    (void)snprintf(real, sizeof real, "%s/k.bin", folder);
    (void)snprintf(other, sizeof other, "%s/l.bin", folder);
    phw_key key = secret(32, 0);
    cr_assert_eq(phw_key_write(&key, real), PHW_OK);
    cr_assert_eq(link(real, other), 0);
    cr_expect_eq(phw_frame_counter_path(&path, real, PHW_FRAMES_USED), PHW_EAUTH);
    cr_expect_eq(phw_frame_counter_path(&path, other, PHW_FRAMES_USED), PHW_EAUTH);
    cr_expect_null(path);
    (void)unlink(other);
    cr_expect_eq(phw_frame_counter_path(&path, real, PHW_FRAMES_USED), PHW_OK);
    (void)unlink(real);
    free(path);
    phw_key_free(&key);
}

#include "kgen/key_pool.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/file.h"

static const uint8_t names[][PHW_KEY_POOL_NAME_SIZE] = {{1}, {2}, {3}, {4}};

static phw_key make_key(size_t size, uint8_t first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)(first + i + i / 256);
    return key;
}

/* A pool in memory. */
static phw_key_pool *make_pool(size_t size)
{
    phw_key_pool *pool = NULL;
    phw_key start = make_key(size, 1);
    cr_assert_eq(phw_key_pool_create(&pool, NULL, &start), PHW_OK);
    phw_key_free(&start);
    return pool;
}

/* A folder of its own, and a file in it. */
typedef struct place {
    char folder[256];
    char path[300];
} place;

static place make_place(void)
{
    place p;
    const char *parent = getenv("TMPDIR");
    (void)snprintf(p.folder, sizeof p.folder, "%s/phw_key_pool_XXXXXX",
                   parent != NULL ? parent : P_tmpdir);
    cr_assert_not_null(mkdtemp(p.folder));
    (void)snprintf(p.path, sizeof p.path, "%s/pool", p.folder);
    return p;
}

static void leave_place(const place *p)
{
    (void)unlink(p->path);
    cr_expect_eq(rmdir(p->folder), 0, "nothing else lies there");
}

/* Founds a pool in a file, of `size` bytes of founding key. */
static void found_file(const place *p, size_t size)
{
    phw_key_pool *pool = NULL;
    phw_key start = make_key(size, 1);
    cr_assert_eq(phw_key_pool_create(&pool, p->path, &start), PHW_OK, "%s",
                 phw_error_message());
    phw_key_pool_destroy(pool);
    phw_key_free(&start);
}

static phw_key_pool *open_file(const place *p)
{
    phw_key_pool *pool = NULL;
    cr_assert_eq(phw_key_pool_create(&pool, p->path, NULL), PHW_OK, "%s",
                 phw_error_message());
    return pool;
}

static void free_both(phw_key key[2])
{
    phw_key_free(&key[0]);
    phw_key_free(&key[1]);
}

Test(key_pool, both_ends_take_the_same_bytes_each_for_one_purpose)
{
    phw_key_pool *pool[2] = {make_pool(32 + 192), make_pool(32 + 192)};
    uint8_t seen[6][PHW_ONE_TIME_KEY_SIZE];
    for (unsigned turn = 0; turn < 3; ++turn) {
        phw_key key[2][2] = {{{0}}};
        for (unsigned i = 0; i < 2; ++i) {
            phw_key_pool_match match;
            const phw_key_pool_claim theirs = phw_key_pool_tell(pool[1 - i]);
            /* The other has spent already: its figure is ahead by one turn. */
            cr_assert_eq(phw_key_pool_compare(&match, pool[i], &theirs),
                         i == 1 && turn == 2 ? PHW_ENOKEY : PHW_OK);
            cr_assert_eq(phw_key_pool_take(key[i], pool[i], 64 * turn), PHW_OK);
        }
        for (unsigned k = 0; k < 2; ++k) {
            cr_assert_eq(key[0][k].size, PHW_ONE_TIME_KEY_SIZE);
            cr_expect_eq(memcmp(key[0][k].byte, key[1][k].byte, 32), 0);
            memcpy(seen[2 * turn + k], key[0][k].byte, 32);
        }
        free_both(key[0]);
        free_both(key[1]);
    }
    for (int i = 0; i < 6; ++i)
        for (int j = 0; j < i; ++j)
            cr_expect_neq(memcmp(seen[i], seen[j], 32), 0, "%d and %d", i, j);
    cr_expect_eq(phw_key_pool_left(pool[0]), 0);
    phw_key_pool_destroy(pool[0]);
    phw_key_pool_destroy(pool[1]);
}

Test(key_pool, spent_and_missing_bytes_are_not_given)
{
    phw_key_pool *pool = make_pool(32 + 64 + 63);
    phw_key key[2] = {{0}};
    cr_assert_eq(phw_key_pool_take(key, pool, 0), PHW_OK);
    free_both(key);
    cr_expect_eq(phw_key_pool_take(key, pool, 0), PHW_EARG);
    cr_expect_eq(phw_key_pool_take(key, pool, 63), PHW_EARG);
    cr_expect_eq(phw_key_pool_take(key, pool, 64), PHW_ENOKEY);
    cr_expect_eq(phw_key_pool_take(key, pool, UINT64_MAX), PHW_ENOKEY);
    cr_expect_null(key[0].byte);
    cr_expect_eq(phw_key_pool_left(pool), 63);
    phw_key_pool_destroy(pool);
}

Test(key_pool, a_crash_after_the_take_loses_the_bytes_and_never_repeats_them)
{
    place p = make_place();
    found_file(&p, 32 + 128);
    phw_key first[2] = {{0}};
    phw_key second[2] = {{0}};
    phw_key_pool *pool = open_file(&p);
    cr_assert_eq(phw_key_pool_take(first, pool, 0), PHW_OK);
    /* What a power cut would leave is the file as it stands now. */
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&byte, &size, p.path, 4096), PHW_OK);
    for (unsigned k = 0; k < 2; ++k)
        for (size_t i = 0; i + 32 <= size; ++i)
            cr_expect_neq(memcmp(byte + i, first[k].byte, 32), 0,
                          "spent bytes are still in the file");
    free(byte);
    phw_key_pool_destroy(pool);
    pool = open_file(&p);
    cr_expect_eq(phw_key_pool_left(pool), 64);
    cr_expect_eq(phw_key_pool_take(second, pool, 0), PHW_EARG);
    cr_assert_eq(phw_key_pool_take(second, pool, 64), PHW_OK);
    cr_expect_neq(memcmp(first[0].byte, second[0].byte, 32), 0);
    phw_key_pool_destroy(pool);
    free_both(first);
    free_both(second);
    leave_place(&p);
}

Test(key_pool, nothing_is_given_when_the_file_cannot_be_written)
{
    place p = make_place();
    found_file(&p, 32 + 128);
    phw_key_pool *pool = open_file(&p);
    char part[300];
    phw_key key[2] = {{0}};
    /* A folder stands where the writer wants its temporary file. */
    (void)snprintf(part, sizeof part, "%s/.pool.part", p.folder);
    cr_assert_eq(mkdir(part, 0700), 0);
    cr_expect_eq(phw_key_pool_take(key, pool, 0), PHW_EIO);
    cr_expect_null(key[0].byte);
    cr_expect_null(key[1].byte);
    phw_key fresh = make_key(10, 9);
    const phw_key_pool_claim claim = phw_key_pool_tell(pool);
    cr_expect_eq(phw_key_pool_top_up(pool, &claim.mark[1], names[0], &fresh), PHW_EIO);
    cr_expect_eq(phw_key_pool_left(pool), 128);
    cr_assert_eq(rmdir(part), 0);
    cr_expect_eq(phw_key_pool_take(key, pool, 0), PHW_OK);
    free_both(key);
    phw_key_free(&fresh);
    phw_key_pool_destroy(pool);
    leave_place(&p);
}

Test(key_pool, one_process_at_a_time)
{
    place p = make_place();
    found_file(&p, 200);
    phw_key_pool *pool = open_file(&p);
    phw_key_pool *second = NULL;
    cr_expect_eq(phw_key_pool_create(&second, p.path, NULL), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "one process"));
    phw_key key[2] = {{0}};
    cr_assert_eq(phw_key_pool_take(key, pool, 0), PHW_OK);
    free_both(key);
    cr_expect_eq(phw_key_pool_create(&second, p.path, NULL), PHW_EIO,
                 "nor after the file was replaced");
    phw_key_pool_destroy(pool);
    cr_expect_eq(phw_key_pool_create(&second, p.path, NULL), PHW_OK);
    phw_key_pool_destroy(second);
    leave_place(&p);
}

/* What the other process found: 0 for refused. */
static int try_elsewhere(const place *p)
{
    int status = -1;
    const pid_t child = fork();
    if (child == 0) {
        phw_key_pool *pool = NULL;
        const phw_status s = phw_key_pool_create(&pool, p->path, NULL);
        _exit(s == PHW_EIO ? 0 : 1);
    }
    cr_assert_gt(child, 0);
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

/* A process that dies with the pool open leaves no lock behind, and what it had taken
 * is spent. */
Test(key_pool, another_process_waits_for_its_turn_and_a_dead_one_is_no_hindrance)
{
    place p = make_place();
    int status = 0;
    found_file(&p, 200);
    phw_key_pool *pool = open_file(&p);
    cr_expect_eq(try_elsewhere(&p), 0);
    phw_key_pool_destroy(pool);
    const pid_t child = fork();
    if (child == 0) {
        phw_key key[2] = {{0}};
        if (phw_key_pool_create(&pool, p.path, NULL) == PHW_OK &&
            phw_key_pool_take(key, pool, 0) == PHW_OK)
            (void)kill(getpid(), SIGKILL);
        _exit(1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status));
    pool = open_file(&p);
    cr_expect_eq(phw_key_pool_left(pool), 168 - PHW_KEY_POOL_TAKE);
    phw_key_pool_destroy(pool);
    leave_place(&p);
}

Test(key_pool, a_file_is_founded_once_private_and_refused_when_others_may_read_it)
{
    place p = make_place();
    struct stat info;
    phw_key_pool *pool = NULL;
    phw_key start = make_key(200, 1);
    cr_expect_eq(phw_key_pool_create(&pool, p.path, NULL), PHW_EINPUT);
    found_file(&p, 200);
    cr_assert_eq(stat(p.path, &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_expect_eq(phw_key_pool_create(&pool, p.path, &start), PHW_EIO);
    cr_assert_eq(chmod(p.path, 0604), 0);
    cr_expect_eq(phw_key_pool_create(&pool, p.path, NULL), PHW_EAUTH);
    cr_expect_null(pool);
    memcpy(start.byte, "PHWPOOL1", 8);
    cr_expect_eq(phw_key_pool_create(&pool, NULL, &start), PHW_EINPUT, "a pool");
    memcpy(start.byte, "PHWKEYS1", 8);
    cr_expect_eq(phw_key_pool_create(&pool, NULL, &start), PHW_EINPUT, "a pair");
    start.size = 32;
    cr_expect_eq(phw_key_pool_create(&pool, NULL, &start), PHW_EARG);
    start.size = 200;
    cr_expect_eq(phw_key_pool_create(&pool, NULL, NULL), PHW_EARG);
    phw_key_free(&start);
    leave_place(&p);
}

Test(key_pool, a_file_cut_or_changed_anywhere_is_refused)
{
    place p = make_place();
    found_file(&p, 32 + 64);
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&byte, &size, p.path, 4096), PHW_OK);
    cr_assert_eq(size, 96 + 64 + 32, "as the header says");
    for (size_t i = 0; i < 2 * size; ++i) {
        phw_writer *w = NULL;
        phw_key_pool *pool = NULL;
        if (i >= size)
            byte[i - size] ^= 0x10;
        cr_assert_eq(phw_writer_create(&w, p.path, true), PHW_OK);
        phw_writer_write(w, byte, i < size ? i : size);
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        cr_expect_eq(phw_key_pool_create(&pool, p.path, NULL), PHW_EINPUT, "%zu", i);
        if (i >= size)
            byte[i - size] ^= 0x10;
    }
    free(byte);
    leave_place(&p);
}

/* What two ends have in common after each of them may have broken off in any of several
 * sessions: always enough to go on, and the same bytes. */
Test(key_pool, ends_that_broke_off_on_one_side_meet_again)
{
    for (unsigned pattern = 0; pattern < 256; ++pattern) {
        phw_key_pool *pool[2] = {make_pool(1000), make_pool(1000)};
        for (unsigned turn = 0; turn < 4; ++turn) {
            phw_key_pool_match match[2];
            phw_key key[2][2] = {{{0}}};
            phw_key_pool_claim claim[2] = {phw_key_pool_tell(pool[0]),
                                           phw_key_pool_tell(pool[1])};
            /* Both bits unset: broken off at both ends. */
            const unsigned ends = pattern >> (2 * turn) & 3;
            phw_key fresh = make_key(100, (uint8_t)(50 + turn));
            for (unsigned i = 0; i < 2; ++i) {
                cr_assert_eq(phw_key_pool_compare(&match[i], pool[i], &claim[1 - i]),
                             PHW_OK, "%s", phw_error_message());
                cr_assert_eq(phw_key_pool_take(key[i], pool[i], match[i].at), PHW_OK);
            }
            cr_expect_eq(match[0].at, match[1].at);
            cr_expect_eq(match[0].mark.end, match[1].mark.end);
            for (unsigned k = 0; k < 2; ++k)
                cr_expect_eq(memcmp(key[0][k].byte, key[1][k].byte, 32), 0);
            for (unsigned i = 0; i < 2; ++i) {
                if (ends >> i & 1)
                    cr_assert_eq(phw_key_pool_top_up(pool[i], &match[i].mark,
                                                     names[turn], &fresh),
                                 PHW_OK);
                free_both(key[i]);
            }
            phw_key_free(&fresh);
        }
        phw_key_pool_destroy(pool[0]);
        phw_key_pool_destroy(pool[1]);
    }
}

Test(key_pool, pools_of_different_keys_have_nothing_in_common)
{
    phw_key_pool *pool[2] = {make_pool(200), NULL};
    phw_key start = make_key(200, 2);
    phw_key_pool_match match;
    cr_assert_eq(phw_key_pool_create(&pool[1], NULL, &start), PHW_OK);
    phw_key_pool_claim theirs = phw_key_pool_tell(pool[1]);
    cr_expect_eq(phw_key_pool_compare(&match, pool[0], &theirs), PHW_EAUTH);
    theirs = phw_key_pool_tell(pool[0]);
    theirs.spent = UINT64_MAX;
    cr_expect_eq(phw_key_pool_compare(&match, pool[0], &theirs), PHW_ENOKEY);
    phw_key_free(&start);
    phw_key_pool_destroy(pool[0]);
    phw_key_pool_destroy(pool[1]);
}

Test(key_pool, topping_up_has_a_limit_and_asks_for_a_mark_of_the_pools)
{
    phw_key_pool *pool = make_pool(132);
    phw_key_pool_mark mark = phw_key_pool_tell(pool).mark[1];
    cr_expect_eq(phw_key_pool_room(pool, &mark), PHW_KEY_POOL_SIZE_MAX - 100);
    phw_key fresh = make_key(PHW_KEY_POOL_SIZE_MAX - 99, 1);
    cr_expect_eq(phw_key_pool_top_up(pool, &mark, names[0], &fresh), PHW_EARG);
    phw_key_free(&fresh);
    fresh = make_key(PHW_KEY_POOL_SIZE_MAX - 100, 1);
    mark.end -= 1;
    cr_expect_eq(phw_key_pool_top_up(pool, &mark, names[0], &fresh), PHW_EARG);
    mark.end += 1;
    cr_expect_eq(phw_key_pool_top_up(pool, &mark, names[0], &fresh), PHW_OK);
    cr_expect_eq(phw_key_pool_left(pool), PHW_KEY_POOL_SIZE_MAX);
    phw_key_free(&fresh);
    phw_key_pool_destroy(pool);
}

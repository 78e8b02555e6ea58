#include "kgen/key_pool.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "core/file.h"
#include "kgen/secret_kind.h"

enum {
    AT_SPENT = 8,
    AT_MARKS = 16,
    MARK_SIZE = PHW_KEY_POOL_NAME_SIZE + 8,
    AT_CONTROL = AT_MARKS + 2 * MARK_SIZE,
    HEADER_SIZE = AT_CONTROL + PHW_KEY_POOL_CONTROL_SIZE,
    CHECK_SIZE = 32
};

struct phw_key_pool {
    char *path;       /* NULL: in memory alone */
    phw_writer *lock; /* a file beside that never appears; it is locked */
    uint64_t spent;
    phw_key_pool_mark mark[2];
    phw_key control;
    phw_key left; /* the bytes from `spent` on, to the end of mark[1] */
};

static void store(uint8_t *byte, uint64_t value)
{
    for (unsigned i = 0; i < 8; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t load(const uint8_t *byte)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i)
        value |= (uint64_t)byte[i] << (8 * i);
    return value;
}

static void check_value(uint8_t out[CHECK_SIZE], const uint8_t *byte, size_t size)
{
    (void)crypto_generichash(out, CHECK_SIZE, byte, size, NULL, 0);
}

/* The file's bytes, in guarded memory. */
static phw_status encode(phw_key *out, const phw_key_pool *p)
{
    const size_t size = HEADER_SIZE + p->left.size;
    phw_key image = {0};
    PHW_TRY(phw_key_alloc(&image, size + CHECK_SIZE));
    memcpy(image.byte, phw_secret_magic(PHW_SECRET_POOL), PHW_SECRET_MAGIC_SIZE);
    store(image.byte + AT_SPENT, p->spent);
    for (size_t i = 0; i < 2; ++i) {
        uint8_t *at = image.byte + AT_MARKS + i * MARK_SIZE;
        memcpy(at, p->mark[i].name, PHW_KEY_POOL_NAME_SIZE);
        store(at + PHW_KEY_POOL_NAME_SIZE, p->mark[i].end);
    }
    memcpy(image.byte + AT_CONTROL, p->control.byte, PHW_KEY_POOL_CONTROL_SIZE);
    if (p->left.size > 0)
        memcpy(image.byte + HEADER_SIZE, p->left.byte, p->left.size);
    check_value(image.byte + size, image.byte, size);
    *out = image;
    return PHW_OK;
}

static phw_status write_file(const phw_key_pool *p)
{
    if (p->path == NULL)
        return PHW_OK;
    phw_key image = {0};
    PHW_TRY(encode(&image, p));
    phw_writer *w = NULL;
    phw_status s = phw_writer_create(&w, p->path, true);
    if (!s) {
        phw_writer_write(w, image.byte, image.size);
        s = phw_writer_commit(w);
    }
    phw_key_free(&image);
    return s;
}

static phw_status copy_bytes(phw_key *out, const uint8_t *byte, size_t size)
{
    phw_key key = {0};
    PHW_TRY(phw_key_alloc(&key, size));
    if (size > 0)
        memcpy(key.byte, byte, size);
    *out = key;
    return PHW_OK;
}

/* The numbers of a file fit each other and its size. */
static phw_status decode(phw_key_pool *p, const phw_key *image)
{
    uint8_t check[CHECK_SIZE];
    const size_t size = image->size - CHECK_SIZE;
    check_value(check, image->byte, size);
    if (phw_secret_kind_of(image->byte, image->size) != PHW_SECRET_POOL ||
        sodium_memcmp(check, image->byte + size, CHECK_SIZE) != 0)
        return phw_fail(PHW_EINPUT, "%s: not a key pool, or damaged", p->path);
    p->spent = load(image->byte + AT_SPENT);
    for (size_t i = 0; i < 2; ++i) {
        const uint8_t *at = image->byte + AT_MARKS + i * MARK_SIZE;
        memcpy(p->mark[i].name, at, PHW_KEY_POOL_NAME_SIZE);
        p->mark[i].end = load(at + PHW_KEY_POOL_NAME_SIZE);
    }
    const uint64_t n = size - HEADER_SIZE;
    if (p->mark[1].end < p->spent || p->mark[1].end - p->spent != n ||
        p->mark[0].end > p->mark[1].end)
        return phw_fail(PHW_EINPUT, "%s: a key pool whose numbers contradict", p->path);
    PHW_TRY(
        copy_bytes(&p->control, image->byte + AT_CONTROL, PHW_KEY_POOL_CONTROL_SIZE));
    return copy_bytes(&p->left, image->byte + HEADER_SIZE, (size_t)n);
}

static phw_status read_file(phw_key_pool *p)
{
    phw_key image = {0};
    PHW_TRY(phw_key_read_sized(&image, p->path, HEADER_SIZE + CHECK_SIZE,
                               HEADER_SIZE + PHW_KEY_POOL_SIZE_MAX + CHECK_SIZE));
    const phw_status s = decode(p, &image);
    phw_key_free(&image);
    return s;
}

/* The first mark's name comes from the control key alone: what is public of it tells
 * nothing of the bytes that are to be spent. */
static phw_status found(phw_key_pool *p, const phw_key *start)
{
    struct stat info;
    phw_key name = {0};
    if (start->size <= PHW_KEY_POOL_CONTROL_SIZE || start->size > PHW_KEY_SIZE_MAX)
        return phw_fail(PHW_EARG,
                        "key pool: a founding key of %zu bytes; expected %d to %d",
                        start->size, PHW_KEY_POOL_CONTROL_SIZE + 1, PHW_KEY_SIZE_MAX);
    PHW_TRY(phw_secret_check_key(start->byte, start->size, "key pool"));
    if (p->path != NULL && lstat(p->path, &info) == 0)
        return phw_fail(PHW_EIO, "%s: is there already: a pool is founded once",
                        p->path);
    const size_t size = start->size - PHW_KEY_POOL_CONTROL_SIZE;
    PHW_TRY(copy_bytes(&p->control, start->byte, PHW_KEY_POOL_CONTROL_SIZE));
    PHW_TRY(copy_bytes(&p->left, start->byte + PHW_KEY_POOL_CONTROL_SIZE, size));
    PHW_TRY(phw_key_derive(&name, PHW_KEY_POOL_NAME_SIZE, &p->control,
                           "phyward key pool name"));
    memcpy(p->mark[0].name, name.byte, PHW_KEY_POOL_NAME_SIZE);
    p->mark[0].end = size;
    p->mark[1] = p->mark[0];
    phw_key_free(&name);
    return write_file(p);
}

/* Held as long as the pool is open: its own file is replaced meanwhile. */
static phw_status lock(phw_key_pool *p, const char *path)
{
    const size_t size = strlen(path) + sizeof ".lock";
    char *name = malloc(size);
    p->path = strdup(path);
    phw_status s = PHW_OK;
    if (name == NULL || p->path == NULL) {
        s = phw_fail(PHW_ENOMEM, "%s: no memory to lock it", path);
    } else {
        (void)snprintf(name, size, "%s.lock", path);
        s = phw_writer_create(&p->lock, name, true);
        if (s == PHW_EIO)
            s = phw_fail_within(s, "%s: a key pool serves one process at a time", path);
    }
    free(name);
    return s;
}

phw_status phw_key_pool_create(phw_key_pool **out, const char *path,
                               const phw_key *start)
{
    if (path == NULL && start == NULL)
        return phw_fail(PHW_EARG, "key pool: neither a file nor a founding key");
    phw_key_pool *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "key pool: no memory");
    phw_status s = path != NULL ? lock(p, path) : PHW_OK;
    if (!s)
        s = start != NULL ? found(p, start) : read_file(p);
    if (s) {
        phw_key_pool_destroy(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_key_pool_destroy(phw_key_pool *p)
{
    if (p == NULL)
        return;
    phw_key_free(&p->control);
    phw_key_free(&p->left);
    phw_writer_discard(p->lock);
    free(p->path);
    free(p);
}

size_t phw_key_pool_left(const phw_key_pool *p)
{
    return p->left.size;
}

phw_key_pool_claim phw_key_pool_tell(const phw_key_pool *p)
{
    return (phw_key_pool_claim){.spent = p->spent, .mark = {p->mark[0], p->mark[1]}};
}

const phw_key *phw_key_pool_control(const phw_key_pool *p)
{
    return &p->control;
}

static bool is_same(const phw_key_pool_mark *a, const phw_key_pool_mark *b)
{
    return a->end == b->end && memcmp(a->name, b->name, sizeof a->name) == 0;
}

static bool has_mark(const phw_key_pool_mark mark[2], const phw_key_pool_mark *sought)
{
    return is_same(&mark[0], sought) || is_same(&mark[1], sought);
}

phw_status phw_key_pool_compare(phw_key_pool_match *out, const phw_key_pool *p,
                                const phw_key_pool_claim *theirs)
{
    int common = 1;
    while (common >= 0 && !has_mark(theirs->mark, &p->mark[common]))
        --common;
    if (common < 0)
        return phw_fail(PHW_EAUTH,
                        "key pool: the ends' pools have nothing in common: found new "
                        "ones from one fresh pre-shared key");
    const phw_key_pool_mark *mark = &p->mark[common];
    const uint64_t at = p->spent > theirs->spent ? p->spent : theirs->spent;
    const uint64_t left = at < mark->end ? mark->end - at : 0;
    if (left < PHW_KEY_POOL_TAKE)
        return phw_fail(PHW_ENOKEY,
                        "key pool: %llu bytes are left that both ends have, a session "
                        "takes %d: found new pools from a fresh pre-shared key",
                        (unsigned long long)left, PHW_KEY_POOL_TAKE);
    *out = (phw_key_pool_match){.mark = *mark, .at = at};
    return PHW_OK;
}

/* Puts other bytes in the place of those left, in the file first: a failure leaves the
 * pool as it was. */
static phw_status replace(phw_key_pool *p, uint64_t spent,
                          const phw_key_pool_mark mark[2], phw_key *left)
{
    phw_key_pool next = *p;
    next.spent = spent;
    next.mark[0] = mark[0];
    next.mark[1] = mark[1];
    next.left = *left;
    PHW_TRY(write_file(&next));
    phw_key_free(&p->left);
    *p = next;
    *left = (phw_key){0};
    return PHW_OK;
}

static phw_status split(phw_key out[2], const uint8_t *byte)
{
    phw_key key[2] = {{0}, {0}};
    phw_status s = copy_bytes(&key[0], byte, PHW_ONE_TIME_KEY_SIZE);
    if (!s)
        s = copy_bytes(&key[1], byte + PHW_ONE_TIME_KEY_SIZE, PHW_ONE_TIME_KEY_SIZE);
    if (s) {
        phw_key_free(&key[0]);
        return s;
    }
    out[0] = key[0];
    out[1] = key[1];
    return PHW_OK;
}

phw_status phw_key_pool_take(phw_key out[2], phw_key_pool *p, uint64_t at)
{
    if (at < p->spent)
        return phw_fail(PHW_EARG, "key pool: byte %llu is spent, the next is %llu",
                        (unsigned long long)at, (unsigned long long)p->spent);
    const uint64_t end = p->mark[1].end;
    if (at > end || end - at < PHW_KEY_POOL_TAKE)
        return phw_fail(PHW_ENOKEY, "key pool: %d bytes from number %llu on, of %llu",
                        PHW_KEY_POOL_TAKE, (unsigned long long)at,
                        (unsigned long long)end);
    phw_key taken[2] = {{0}, {0}};
    phw_key rest = {0};
    const size_t from = (size_t)(at - p->spent);
    const size_t to = from + PHW_KEY_POOL_TAKE;
    phw_status s = split(taken, p->left.byte + from);
    if (!s)
        s = copy_bytes(&rest, p->left.byte + to, p->left.size - to);
    if (!s)
        s = replace(p, at + PHW_KEY_POOL_TAKE, p->mark, &rest);
    phw_key_free(&rest);
    if (s) {
        phw_key_free(&taken[0]);
        phw_key_free(&taken[1]);
        return s;
    }
    out[0] = taken[0];
    out[1] = taken[1];
    return PHW_OK;
}

/* Bytes left up to a mark of the pool's. */
static size_t left_before(const phw_key_pool *p, const phw_key_pool_mark *mark)
{
    return mark->end > p->spent ? (size_t)(mark->end - p->spent) : 0;
}

size_t phw_key_pool_room(const phw_key_pool *p, const phw_key_pool_mark *common)
{
    const size_t kept = left_before(p, common);
    return kept < PHW_KEY_POOL_SIZE_MAX ? PHW_KEY_POOL_SIZE_MAX - kept : 0;
}

phw_status phw_key_pool_top_up(phw_key_pool *p, const phw_key_pool_mark *common,
                               const uint8_t name[PHW_KEY_POOL_NAME_SIZE],
                               const phw_key *fresh)
{
    if (!has_mark(p->mark, common) || common->end < p->spent)
        return phw_fail(PHW_EARG, "key pool: a mark that is not one of the pool's");
    if (fresh->size > phw_key_pool_room(p, common))
        return phw_fail(PHW_EARG, "key pool: no room for %zu bytes more, at most %u",
                        fresh->size, PHW_KEY_POOL_SIZE_MAX);
    if (fresh->size == 0)
        return PHW_OK;
    const size_t kept = left_before(p, common);
    phw_key_pool_mark mark[2] = {*common, {.end = common->end + fresh->size}};
    memcpy(mark[1].name, name, PHW_KEY_POOL_NAME_SIZE);
    phw_key left = {0};
    PHW_TRY(phw_key_alloc(&left, kept + fresh->size));
    memcpy(left.byte, p->left.byte, kept);
    memcpy(left.byte + kept, fresh->byte, fresh->size);
    const phw_status s = replace(p, p->spent, mark, &left);
    phw_key_free(&left);
    return s;
}

/** @file
 * Secret bytes that two ends hold alike and spend together: each is used once, by both
 * for the same purpose, and never again. A pre-shared key founds a pool; keys that the
 * ends agree on top it up.
 *
 * Bytes are numbered from the founding on. A session takes PHW_KEY_POOL_TAKE of them at
 * a place that both ends know, the first half for Alice's tag, the second for Bob's.
 * They leave the file before anyone sees them: what a crash loses is never used twice.
 *
 * An end may have topped up while the other broke off just before. So a pool remembers
 * two marks, each a name and how far the bytes reached then: what both had at the last
 * success, and its own end. Ends that meet again tell their marks, and the longest one
 * that both have counts; what lies beyond it is dropped by the next success. A success
 * keeps the mark in common beside the new one, and a failure keeps all: the ends always
 * have one in common.
 *
 * The file (little-endian), mode 0600, replaced whole:
 *
 *     0   "PHWPOOL1"
 *     8   number of the first byte that is not spent     8 bytes
 *     16  two marks: name (16 bytes), end (8 bytes)      48 bytes
 *     64  control key                                    32 bytes
 *     96  the bytes not spent, up to the end of the second mark
 *     ..  BLAKE2b-256 of all before it
 *
 * A pool that is restored from a copy, or founded again from the same key, spends bytes
 * twice, which gives away what they protect: throw the founding key away, make no
 * copies. A file system may keep the blocks of a replaced file.
 */
#ifndef PHW_KGEN_KEY_POOL_H
#define PHW_KGEN_KEY_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Bytes of a one-time key. */
#define PHW_ONE_TIME_KEY_SIZE 32

/** Bytes that a session takes: a one-time key for each end's tag. */
#define PHW_KEY_POOL_TAKE 64

/** Bytes of the founding key that are set aside to authenticate single frames, by
 * computation only; never spent. */
#define PHW_KEY_POOL_CONTROL_SIZE 32

/** Most bytes that a pool holds. */
#define PHW_KEY_POOL_SIZE_MAX (1U << 20)

/** Bytes of a mark's name. */
#define PHW_KEY_POOL_NAME_SIZE 16

/** How far the bytes reached at some moment. Public. */
typedef struct phw_key_pool_mark {
    uint8_t name[PHW_KEY_POOL_NAME_SIZE]; /**< from the session that topped it up */
    uint64_t end;                         /**< number of the first byte beyond */
} phw_key_pool_mark;

/** What an end tells of its pool. Public. */
typedef struct phw_key_pool_claim {
    uint64_t spent;            /**< number of its first byte that is not */
    phw_key_pool_mark mark[2]; /**< what both had at the last success; its own end */
} phw_key_pool_claim;

/** What two ends have in common. */
typedef struct phw_key_pool_match {
    phw_key_pool_mark mark; /**< the longer of the marks that both have */
    uint64_t at;            /**< number of the first byte that neither has spent */
} phw_key_pool_match;

/** A pool that is in use: nobody else may use its file meanwhile. */
typedef struct phw_key_pool phw_key_pool;

/** Opens the pool of a file, and locks it. With `start` (16..4096 bytes, the first 32
 * of which become the control key) the file must not be there and is founded; `path`
 * may be NULL then: a pool that lives in memory alone. PHW_EINPUT when the file is not
 * there or malformed, PHW_EAUTH when others may read it, PHW_EIO when another process
 * uses it, when it is there already or can't be written, PHW_EARG for a founding key of
 * 32 bytes or less, PHW_EINPUT for one that is another pool or refreshed session keys;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_key_pool_create(phw_key_pool **out,
                                                    const char *path,
                                                    const phw_key *start);

/** Wipes the memory, unlocks; the file stays. Takes NULL. */
PHW_API void phw_key_pool_destroy(phw_key_pool *pool);

/** Bytes that are not spent. */
PHW_API size_t phw_key_pool_left(const phw_key_pool *pool);

/** What the peer is told. */
PHW_API phw_key_pool_claim phw_key_pool_tell(const phw_key_pool *pool);

/** The control key; borrowed. Derive from it, never use it raw. */
PHW_API const phw_key *phw_key_pool_control(const phw_key_pool *pool);

/** What this pool has in common with the peer's. PHW_EAUTH when there is no mark in
 * common or the peer's claim is not possible, PHW_ENOKEY when fewer than
 * PHW_KEY_POOL_TAKE bytes are left in common. */
PHW_API PHW_MUST_USE phw_status phw_key_pool_compare(phw_key_pool_match *out,
                                                     const phw_key_pool *pool,
                                                     const phw_key_pool_claim *theirs);

/** Spends the bytes up to at + PHW_KEY_POOL_TAKE, makes that last, and only then gives
 * the keys of Alice's and of Bob's tag (by role, to be freed). PHW_EARG when bytes from
 * `at` on are spent already, PHW_ENOKEY when there are not enough, PHW_EIO, PHW_ENOMEM:
 * nothing is given then. */
PHW_API PHW_MUST_USE phw_status phw_key_pool_take(phw_key out[2], phw_key_pool *pool,
                                                  uint64_t at);

/** Bytes that fit in behind a mark: both ends have the same figure after a take. */
PHW_API size_t phw_key_pool_room(const phw_key_pool *pool,
                                 const phw_key_pool_mark *common);

/** Drops what lies beyond the mark in common and appends `fresh` under a new name. No
 * bytes: nothing changes. PHW_EARG when the mark is not one of the pool's or they don't
 * fit; PHW_EIO, PHW_ENOMEM: the pool is as it was. */
PHW_API PHW_MUST_USE phw_status
phw_key_pool_top_up(phw_key_pool *pool, const phw_key_pool_mark *common,
                    const uint8_t name[PHW_KEY_POOL_NAME_SIZE], const phw_key *fresh);

PHW_END_C

#endif

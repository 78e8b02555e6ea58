/** @file
 * What protocols draw nonces, seeds and keys from: libsodium's system generator, or,
 * for simulation, tests and replay, a stream that a seed fixes. The latter marks what
 * it gives: whatever came from it is reproducible and not a secret.
 */
#ifndef PHW_CORE_ENTROPY_H
#define PHW_CORE_ENTROPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** One party's source. Wiped by phw_entropy_wipe(). */
typedef struct phw_entropy {
    bool seeded;      /**< true: reproducible, not a secret; false: the system's */
    uint8_t key[32];  /**< of the seeded stream */
    uint64_t counter; /**< draws so far of the seeded stream */
} phw_entropy;

/** The system's generator. PHW_EIO when libsodium can't start. */
PHW_API PHW_MUST_USE phw_status phw_entropy_system(phw_entropy *out);

/** The reproducible stream of (seed, role); `role` parts the ends: "alice", "bob". */
PHW_API PHW_MUST_USE phw_status phw_entropy_seeded(phw_entropy *out, uint64_t seed,
                                                   const char *role);

/** Fills `size` bytes. */
PHW_API void phw_entropy_bytes(phw_entropy *e, void *out, size_t size);

/** 64 random bits. */
PHW_API uint64_t phw_entropy_u64(phw_entropy *e);

/** Forgets the stream's key. */
PHW_API void phw_entropy_wipe(phw_entropy *e);

PHW_END_C

#endif

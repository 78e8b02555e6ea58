/** @file
 * The running hash over every frame of an agreement, and what is derived from it:
 * public seeds, and the MACs that confirm the key.
 */
#ifndef PHW_KGEN_TRANSCRIPT_H
#define PHW_KGEN_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Bytes of the hash at any moment, of a nonce and of a MAC. */
#define PHW_TRANSCRIPT_SIZE 32

/** A hash under way (libsodium's BLAKE2b state, 64-byte aligned inside). */
typedef struct phw_transcript phw_transcript;

/** An empty one. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_transcript_create(phw_transcript **out);

/** Takes NULL; wipes. */
PHW_API void phw_transcript_destroy(phw_transcript *t);

/** Appends a frame's bytes, their number first. */
PHW_API void phw_transcript_add(phw_transcript *t, const void *frame, size_t size);

/** The hash over all frames so far. */
PHW_API void phw_transcript_digest(uint8_t out[PHW_TRANSCRIPT_SIZE],
                                   const phw_transcript *t);

/** A public seed: 64 bits of BLAKE2b over the label, a digest and a nonce. */
PHW_API uint64_t phw_transcript_seed(const char *label,
                                     const uint8_t digest[PHW_TRANSCRIPT_SIZE],
                                     const uint8_t nonce[PHW_TRANSCRIPT_SIZE]);

/** The MAC by which `role` confirms the key over a digest: HMAC-SHA-512-256 under a key
 * derived by BLAKE2b from the final key's bits and the role. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_transcript_confirm(uint8_t mac[PHW_TRANSCRIPT_SIZE], const phw_bits *key,
                       phw_role role, const uint8_t digest[PHW_TRANSCRIPT_SIZE]);

PHW_END_C

#endif

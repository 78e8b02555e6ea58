/** @file
 * The device's hashes: BLAKE2b for the tag and for the confirmation, and the Toeplitz
 * hash that makes the key, word by word as the seed passes by.
 *
 * BLAKE2b is libsodium's; its operations are counted by the blocks of 128 bytes that it
 * compresses (RFC 7693: 12 rounds of 8 mixings of 6 additions, 4 exclusive or and 4
 * rotations of 64 bits, and 24 exclusive or).
 */
#ifndef PHW_KGEN_ZERO_POWER_HASH_H
#define PHW_KGEN_ZERO_POWER_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/role.h"
#include "kgen/transcript.h"
#include "kgen/zero_power_operations.h"

PHW_BEGIN_C

/** Bytes of the tag's nonce, and bits of the tag. */
#define PHW_ZERO_POWER_NONCE_SIZE 16
#define PHW_ZERO_POWER_TAG_BITS   64

/** Adds the work of hashing `size` bytes by BLAKE2b. */
PHW_API void phw_zero_power_count_blake2b(phw_zero_power_work *work, size_t size);

/** The tag of a string under a nonce drawn after both ends' strings were fixed: 64 bits
 * of BLAKE2b keyed by it. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_tag(uint64_t *out, phw_zero_power_work *work, const phw_bits *bits,
                   const uint8_t nonce[PHW_ZERO_POWER_NONCE_SIZE]);

/** m bits of key from x[n] by the Toeplitz hash of kgen/toeplitz.h, whose seed has
 * n + m - 1 bits (PHW_EARG otherwise, and when n or m is 0), to be freed. No branch and
 * no index depends on x. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_key(phw_bits *out,
                                                   phw_zero_power_work *work,
                                                   const phw_bits *x,
                                                   const phw_bits *seed, size_t m);

/** The MAC by which `role` confirms the key over a digest of the transcript: BLAKE2b
 * under a key that is BLAKE2b of the label of the role and the key. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_confirm(
    uint8_t mac[PHW_TRANSCRIPT_SIZE], phw_zero_power_work *work, const phw_bits *key,
    phw_role role, const uint8_t digest[PHW_TRANSCRIPT_SIZE]);

PHW_END_C

#endif

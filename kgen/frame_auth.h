/** @file
 * Tags of the public discussion: one for each frame under a key that serves a session
 * (HMAC-SHA-512-256: secure as long as nobody can compute it), and one for a whole
 * transcript under a key that serves once (Poly1305, an almost universal hash with a
 * one-time pad: Wegman and Carter 1981, Bernstein, FSE 2005: whoever sees one tag makes
 * another for other bytes with probability 8 ceil(L / 16) / 2^106 at most, whatever he
 * can compute).
 */
#ifndef PHW_KGEN_FRAME_AUTH_H
#define PHW_KGEN_FRAME_AUTH_H

#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"
#include "kgen/transcript.h"

PHW_BEGIN_C

/** Bytes of a frame's tag. */
#define PHW_FRAME_TAG_SIZE 32

/** Bytes of a transcript's one-time tag. */
#define PHW_ONE_TIME_TAG_SIZE 16

/** A key of 32 bytes for the frames of one direction of one session: `purpose` names
 * the direction. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_frame_key_derive(phw_key *out, const phw_key *key, const char *purpose,
                     const uint8_t id[PHW_TRANSCRIPT_SIZE]);

/** The tag over all that was said before (its digest) and `size` bytes of a frame. */
PHW_API void phw_frame_tag(uint8_t tag[PHW_FRAME_TAG_SIZE], const phw_key *key,
                           const uint8_t before[PHW_TRANSCRIPT_SIZE],
                           const uint8_t *byte, size_t size);

/** The one-time tag over two stretches of bytes, one after the other; `key` has 32
 * bytes and is never used again. */
PHW_API void phw_one_time_tag(uint8_t tag[PHW_ONE_TIME_TAG_SIZE], const phw_key *key,
                              const uint8_t *first, size_t first_size,
                              const uint8_t *second, size_t second_size);

/** log2 of the probability that somebody who saw a one-time tag of `size` bytes makes
 * one of other bytes, no longer than those. */
PHW_API double phw_one_time_forging_log2(uint64_t size);

PHW_END_C

#endif

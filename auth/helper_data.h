/** @file
 * Helper data: what is kept in public so that a chip's noisy cells give the same secret
 * again, and the file that holds it.
 *
 * The file is one frame of kgen/message.h, type PHW_HELPER_TYPE, whose last 32 bytes
 * are a BLAKE2b tag of all before them under a key that the whole secret makes. Bytes,
 * not text: the tag is over them as they are, and a tag of no battery reads no JSON.
 */
#ifndef PHW_AUTH_HELPER_DATA_H
#define PHW_AUTH_HELPER_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/concatenation.h"
#include "core/bits.h"
#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** The frame's type, and the version of what is in it. */
#define PHW_HELPER_TYPE    0x48
#define PHW_HELPER_VERSION 2

/** Bytes of the tag. */
#define PHW_HELPER_TAG_SIZE 32

/** Most source cells. */
#define PHW_HELPER_CELLS_MAX (1U << 21)

/** What is in it. A zeroed one may be freed. */
typedef struct phw_helper_data {
    char code[PHW_CONCATENATION_TEXT_SIZE]; /**< as phw_concatenation_create() reads it
                                             */
    bool reproducible;      /**< drawn from a seed: the key is no secret */
    uint32_t key_bits;      /**< of the key, a multiple of 8 */
    uint32_t security_bits; /**< the hashed secret is off uniform by at most 2^-this
                                 without the tag; see auth/fuzzy_extractor.h */
    uint32_t n_blocks;      /**< words of the code */
    uint64_t n_cells;       /**< of a whole read-out */
    uint64_t from;          /**< the first source cell */
    phw_bits offset;        /**< source cells xor code words */
    phw_bits seed;          /**< of the Toeplitz hash */
    uint8_t tag[PHW_HELPER_TAG_SIZE];
} phw_helper_data;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_helper_data_free(phw_helper_data *h);

/** Makes a file's bytes, fresh, given back with free(). PHW_EARG when it does not fit a
 * frame; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_helper_data_pack(uint8_t **out, size_t *size,
                                                     const phw_helper_data *h);

/** Takes a file's bytes apart, to be freed. Every count is held against the bytes that
 * are there before anything is allocated for it. PHW_EAUTH when they are anything but
 * whole helper data of this version, which is all that is known before the tag is
 * checked (phw_fuzzy_reproduce()); PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_helper_data_unpack(phw_helper_data *out,
                                                       const uint8_t *bytes,
                                                       size_t size);

/** The tag over everything but the tag itself, under `key` (16 to 64 bytes, PHW_EARG).
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_helper_data_tag(uint8_t tag[PHW_HELPER_TAG_SIZE],
                                                    const phw_helper_data *h,
                                                    const phw_key *key);

PHW_END_C

#endif

/** @file
 * Packed bit strings, bit 0 first, 64 to a word; the bits past `n` stay zero.
 */
#ifndef PHW_CORE_BITS_H
#define PHW_CORE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. Freeing and growing wipe what they leave. */
typedef struct phw_bits {
    uint64_t *word; /**< bit i is bit i % 64 of word i / 64 */
    size_t n;       /**< bits in use */
    size_t n_words; /**< words allocated */
} phw_bits;

/** `n` zero bits, given back with phw_bits_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bits_alloc(phw_bits *out, size_t n);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_bits_free(phw_bits *b);

/** A copy, to be freed. */
PHW_API PHW_MUST_USE phw_status phw_bits_copy(phw_bits *out, const phw_bits *b);

/** Bit i; i < b->n. */
static inline bool phw_bits_get(const phw_bits *b, size_t i)
{
    return (b->word[i / 64] >> (i % 64)) & 1U;
}

/** Sets bit i to `value`; i < b->n. */
static inline void phw_bits_set(phw_bits *b, size_t i, bool value)
{
    const uint64_t mask = UINT64_C(1) << (i % 64);
    b->word[i / 64] = (b->word[i / 64] & ~mask) | (value ? mask : 0);
}

/** Inverts bit i; i < b->n. */
static inline void phw_bits_flip(phw_bits *b, size_t i)
{
    b->word[i / 64] ^= UINT64_C(1) << (i % 64);
}

/** Words that hold n bits. */
static inline size_t phw_bits_words(size_t n)
{
    return n / 64 + (n % 64 != 0);
}

/** inout ^= in; both of the same length (asserted). */
PHW_API void phw_bits_xor(phw_bits *inout, const phw_bits *in);

/** Parity of the bits [from, to); from <= to <= b->n. */
PHW_API int phw_bits_parity(const phw_bits *b, size_t from, size_t to);

/** Parity of (a AND mask); both of the same length. */
PHW_API int phw_bits_masked_parity(const phw_bits *a, const phw_bits *mask);

/** How many bits are set. */
PHW_API size_t phw_bits_count(const phw_bits *b);

/** In how many places a and b differ; both of the same length. */
PHW_API size_t phw_bits_distance(const phw_bits *a, const phw_bits *b);

/** The bits [from, to) as a string of their own, to be freed; to <= b->n. */
PHW_API PHW_MUST_USE phw_status phw_bits_slice(phw_bits *out, const phw_bits *b,
                                               size_t from, size_t to);

/** Appends a copy of `tail`; grows by doubling. PHW_ENOMEM leaves `b` as it was. */
PHW_API PHW_MUST_USE phw_status phw_bits_append(phw_bits *b, const phw_bits *tail);

/** Appends the low `n_bits` (0..64) bits of `value`, lowest first. */
PHW_API PHW_MUST_USE phw_status phw_bits_push(phw_bits *b, uint64_t value,
                                              unsigned n_bits);

/** Whether a and b are the same string. The time depends on the lengths alone. */
PHW_API bool phw_bits_equal(const phw_bits *a, const phw_bits *b);

/** n bits read from bytes, bit 0 = the lowest bit of byte 0; byte holds (n + 7) / 8. */
PHW_API PHW_MUST_USE phw_status phw_bits_from_bytes(phw_bits *out, const uint8_t *byte,
                                                    size_t n);

/** Writes (b->n + 7) / 8 bytes, the inverse of phw_bits_from_bytes(). */
PHW_API void phw_bits_to_bytes(uint8_t *byte, const phw_bits *b);

PHW_END_C

#endif

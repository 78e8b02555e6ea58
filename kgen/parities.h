/** @file
 * Parities packed into words in the order in which they are asked for, and taken out
 * again in the same order.
 */
#ifndef PHW_KGEN_PARITIES_H
#define PHW_KGEN_PARITIES_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"

PHW_BEGIN_C

/** Puts or takes bits of a string from its first on. The string has room for 64 bits
 * more than it will hold. */
typedef struct phw_parities {
    uint64_t *word;
    size_t n; /**< bits put or taken */
} phw_parities;

/** From the first bit of words that are to be written. */
static inline phw_parities phw_parities_write(uint64_t *word)
{
    word[0] = 0;
    phw_parities p;
    p.word = word;
    p.n = 0;
    return p;
}

/** From the first bit of words that were written. */
static inline phw_parities phw_parities_read(uint64_t *word)
{
    phw_parities p;
    p.word = word;
    p.n = 0;
    return p;
}

/** Appends `count` bits, 0 .. 64, the lowest of `bits` first; the others are zero. */
static inline void phw_parities_put(phw_parities *p, uint64_t bits, size_t count)
{
    const size_t w = p->n / 64;
    p->word[w] |= bits << (p->n % 64);
    p->word[w + 1] = bits >> 1 >> (63 - p->n % 64);
    p->n += count;
}

/** Takes `count` bits, 0 .. 64; what stands above them is left over from the next. */
static inline uint64_t phw_parities_take(phw_parities *p, size_t count)
{
    const size_t w = p->n / 64;
    const uint64_t bits = p->word[w] >> (p->n % 64) | p->word[w + 1]
                                                          << 1 << (63 - p->n % 64);
    p->n += count;
    return bits;
}

PHW_END_C

#endif

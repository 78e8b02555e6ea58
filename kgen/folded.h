/** @file
 * A bit string with the parity of each of its words folded into a second one, so that
 * the parity of any range takes two masked words and a sixty-fourth of the rest, and a
 * bit can be inverted at once.
 */
#ifndef PHW_KGEN_FOLDED_H
#define PHW_KGEN_FOLDED_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_folded {
    phw_bits bit;
    phw_bits fold; /**< bit w: parity of word w */
} phw_folded;

/** n zero bits, given back with phw_folded_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_folded_alloc(phw_folded *out, size_t n);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_folded_free(phw_folded *f);

/** Folds again after the words of `bit` were written. */
PHW_API void phw_folded_refresh(phw_folded *f);

/** Parity of the bits [from, to); from < to <= f->bit.n. */
static inline unsigned phw_folded_parity(const phw_folded *f, size_t from, size_t to)
{
    const uint64_t *word = f->bit.word;
    const size_t first = from / 64;
    const size_t last = (to - 1) / 64;
    const uint64_t head = ~UINT64_C(0) << (from % 64);
    const uint64_t tail = ~UINT64_C(0) >> (63 - (to - 1) % 64);
    if (first == last)
        return (unsigned)__builtin_parityll(word[first] & head & tail);
    unsigned sum =
        (unsigned)__builtin_parityll((word[first] & head) ^ (word[last] & tail));
    if (last - first > 1)
        sum ^= (unsigned)phw_bits_parity(&f->fold, first + 1, last);
    return sum;
}

/** Inverts bit i; i < f->bit.n. */
static inline void phw_folded_flip(phw_folded *f, size_t i)
{
    phw_bits_flip(&f->bit, i);
    phw_bits_flip(&f->fold, i / 64);
}

PHW_END_C

#endif

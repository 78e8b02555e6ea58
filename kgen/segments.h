/** @file
 * A line of places cut into leaves, each of which holds an even or an odd number of
 * differences: two bitmaps and, of each, which of its words hold anything.
 *
 * The leaf of a place begins at the last cut at or before it. That a leaf is odd stands
 * at its first place. The odd leaves are the work that is left, in rising order.
 */
#ifndef PHW_KGEN_SEGMENTS_H
#define PHW_KGEN_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_segments {
    size_t n;        /**< places; a cut at n ends the last leaf */
    size_t n_words;  /**< of start and odd */
    size_t n_sums;   /**< of cut and busy */
    uint64_t *start; /**< bit i: a leaf begins at place i */
    uint64_t *odd;   /**< bit i: the leaf that begins there is odd */
    uint64_t *cut;   /**< bit w: start[w] is not zero */
    uint64_t *busy;  /**< bit w: odd[w] may be other than zero */
} phw_segments;

/** Room for n places, without a leaf; n >= 1. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_segments_alloc(phw_segments *out, size_t n);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_segments_free(phw_segments *s);

/** One leaf of all places, even. */
PHW_API void phw_segments_clear(phw_segments *s);

/** Cuts at every `step`th place from `from` on, before `to`. Returns how many. */
PHW_API size_t phw_segments_cut_every(phw_segments *s, size_t from, size_t to,
                                      size_t step);

/** Bit `i % 64` alone. */
static inline uint64_t phw_segments_bit(size_t i)
{
    return UINT64_C(1) << (i % 64);
}

/** A leaf begins at `place` from now on. */
static inline void phw_segments_cut(phw_segments *s, size_t place)
{
    s->start[place / 64] |= phw_segments_bit(place);
    s->cut[place / 4096] |= phw_segments_bit(place / 64);
}

/** First word from `w` on of which `sum` says that it holds something; there is one. */
static inline size_t phw_segments_word_from(const uint64_t *sum, size_t w)
{
    size_t i = w / 64;
    uint64_t left = sum[i] & ~UINT64_C(0) << (w % 64);
    while (left == 0)
        left = sum[++i];
    return 64 * i + (size_t)__builtin_ctzll(left);
}

/** Where the leaf of `place` begins. */
static inline size_t phw_segments_begin(const phw_segments *s, size_t place)
{
    size_t w = place / 64;
    uint64_t left = s->start[w] & ~UINT64_C(0) >> (63 - place % 64);
    if (left == 0) {
        size_t i = w / 64;
        uint64_t words = s->cut[i] & (phw_segments_bit(w) - 1);
        while (words == 0)
            words = s->cut[--i];
        w = 64 * i + 63 - (size_t)__builtin_clzll(words);
        left = s->start[w];
    }
    return 64 * w + 63 - (size_t)__builtin_clzll(left);
}

/** One past the last place of the leaf that begins at `place`. */
static inline size_t phw_segments_end(const phw_segments *s, size_t place)
{
    size_t w = place / 64;
    uint64_t left = s->start[w] & ~UINT64_C(1) << (place % 64);
    if (left == 0) {
        w = phw_segments_word_from(s->cut, w + 1);
        left = s->start[w];
    }
    return 64 * w + (size_t)__builtin_ctzll(left);
}

/** The first odd leaf that begins at `place` or after it; s->n when there is none. */
PHW_API size_t phw_segments_odd_from(const phw_segments *s, size_t place);

/** The odd leaves of word w that have one place. */
static inline uint64_t phw_segments_single(const phw_segments *s, size_t w)
{
    const uint64_t *start = s->start + w;
    const uint64_t after = w + 1 < s->n_words ? start[1] : 0;
    return s->odd[w] & (start[0] >> 1 | after << 63);
}

PHW_END_C

#endif

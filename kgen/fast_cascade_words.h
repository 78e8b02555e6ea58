/** @file
 * How a pass of the fast Cascade is worked on by words of 64 places, while all of its
 * odd leaves have one size 2^d <= 64 and stand at multiples of it; compiled with
 * kgen/fast_cascade_steps.c for each instruction set.
 */
#ifndef PHW_KGEN_FAST_CASCADE_WORDS_H
#define PHW_KGEN_FAST_CASCADE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __BMI2__
#    include <immintrin.h>
#endif

#include "kgen/parities.h"
#include "kgen/segments.h"

#define PHW_INLINE static inline __attribute__((always_inline))

/** The bits of `word` under `mask`, side by side. */
PHW_INLINE uint64_t phw_fast_cascade_extract(uint64_t word, uint64_t mask)
{
#ifdef __BMI2__
    return _pext_u64(word, mask);
#else
    uint64_t bits = 0;
    for (unsigned i = 0; mask != 0; ++i, mask &= mask - 1)
        bits |= (word >> __builtin_ctzll(mask) & 1) << i;
    return bits;
#endif
}

/** The lowest bits of `word` laid where `mask` has ones. */
PHW_INLINE uint64_t phw_fast_cascade_deposit(uint64_t word, uint64_t mask)
{
#ifdef __BMI2__
    return _pdep_u64(word, mask);
#else
    uint64_t bits = 0;
    for (unsigned i = 0; mask != 0; ++i, mask &= mask - 1)
        bits |= (word >> i & 1) << __builtin_ctzll(mask);
    return bits;
#endif
}

/** At every multiple of 2^level the parity of 2^level bits from there on. */
PHW_INLINE uint64_t phw_fast_cascade_fold(uint64_t word, unsigned level)
{
    for (unsigned i = 0; i < level; ++i)
        word ^= word >> (1U << i);
    return word;
}

/** Where in the last word an odd leaf has a second half: the short last one may not. */
PHW_INLINE uint64_t phw_fast_cascade_divisible(size_t n, unsigned level)
{
    const size_t left = n % 64;
    const size_t half = (size_t)1 << level;
    return left > half ? (UINT64_C(1) << (left - half)) - 1 : 0;
}

/** Parities of the marked ranges of 2^level places. Whether marks are roots, asked for
 * whole, or leaves that are halved. */
PHW_INLINE void phw_fast_cascade_ask_words(phw_parities *out, const phw_segments *s,
                                           const uint64_t *own, unsigned level,
                                           bool whole)
{
    const uint64_t *odd = s->odd;
    phw_parities to = *out;
    for (size_t w = 0; w < s->n / 64; ++w)
        phw_parities_put(
            &to, phw_fast_cascade_extract(phw_fast_cascade_fold(own[w], level), odd[w]),
            (size_t)__builtin_popcountll(odd[w]));
    if (s->n % 64 != 0) {
        const size_t w = s->n / 64;
        const uint64_t due =
            odd[w] & (whole ? ~UINT64_C(0) : phw_fast_cascade_divisible(s->n, level));
        phw_parities_put(
            &to, phw_fast_cascade_extract(phw_fast_cascade_fold(own[w], level), due),
            (size_t)__builtin_popcountll(due));
    }
    *out = to;
}

/** phw_fast_cascade_ask_words() with a level that the compiler knows. */
static void phw_fast_cascade_ask_bulk(phw_parities *out, const phw_segments *s,
                                      const uint64_t *own, unsigned level, bool whole)
{
    switch (level) {
    case 0:
        phw_fast_cascade_ask_words(out, s, own, 0, whole);
        break;
    case 1:
        phw_fast_cascade_ask_words(out, s, own, 1, whole);
        break;
    case 2:
        phw_fast_cascade_ask_words(out, s, own, 2, whole);
        break;
    case 3:
        phw_fast_cascade_ask_words(out, s, own, 3, whole);
        break;
    case 4:
        phw_fast_cascade_ask_words(out, s, own, 4, whole);
        break;
    case 5:
        phw_fast_cascade_ask_words(out, s, own, 5, whole);
        break;
    default:
        phw_fast_cascade_ask_words(out, s, own, 6, whole);
        break;
    }
}

/** One word of phw_fast_cascade_halve_bulk(). */
PHW_INLINE void phw_fast_cascade_halve_word(phw_segments *s, size_t w, uint64_t due,
                                            unsigned level, phw_parities *from)
{
    const size_t n = (size_t)__builtin_popcountll(due);
    const uint64_t first = phw_fast_cascade_deposit(phw_parities_take(from, n), due);
    s->start[w] |= due << (1U << level);
    s->odd[w] ^= (due & ~first) | (due & ~first) << (1U << level);
}

/** The answers to phw_fast_cascade_ask_bulk(), each of them about a first half of
 * 2^level places. */
static void phw_fast_cascade_halve_bulk(phw_segments *s, phw_parities *in,
                                        unsigned level)
{
    phw_parities from = *in;
    for (size_t w = 0; w < s->n / 64; ++w)
        phw_fast_cascade_halve_word(s, w, s->odd[w], level, &from);
    if (s->n % 64 != 0)
        phw_fast_cascade_halve_word(
            s, s->n / 64, s->odd[s->n / 64] & phw_fast_cascade_divisible(s->n, level),
            level, &from);
    *in = from;
}

/** The answers about whole blocks take the places of the marks. */
static size_t phw_fast_cascade_mark(phw_segments *s, phw_parities *in)
{
    phw_parities from = *in;
    size_t n_odd = 0;
    for (size_t w = 0; w < s->n_words; ++w) {
        const size_t n = (size_t)__builtin_popcountll(s->odd[w]);
        s->odd[w] = phw_fast_cascade_deposit(phw_parities_take(&from, n), s->odd[w]);
        n_odd += (size_t)__builtin_popcountll(s->odd[w]);
    }
    *in = from;
    return n_odd;
}

#endif

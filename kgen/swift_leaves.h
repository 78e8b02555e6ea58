/** @file
 * How a pass of the swift Cascade is asked and how answers are entered, compiled with
 * kgen/swift_steps.c for each instruction set.
 */
#ifndef PHW_KGEN_SWIFT_LEAVES_H
#define PHW_KGEN_SWIFT_LEAVES_H

#include <stdint.h>

#ifdef __BMI2__
#    include <immintrin.h>
#endif

#include "kgen/parities.h"
#include "kgen/swift_machine.h"

#define PHW_INLINE static inline __attribute__((always_inline))

/** The bits of `word` under `mask`, side by side. */
PHW_INLINE uint64_t phw_swift_extract(uint64_t word, uint64_t mask)
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
PHW_INLINE uint64_t phw_swift_deposit(uint64_t word, uint64_t mask)
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
PHW_INLINE uint64_t phw_swift_fold(uint64_t word, unsigned level)
{
    for (unsigned i = 0; i < level; ++i)
        word ^= word >> (1U << i);
    return word;
}

/** Where in the last word an odd leaf has a second half: the short last one may not. */
PHW_INLINE uint64_t phw_swift_divisible(size_t n, unsigned level)
{
    const size_t left = n % 64;
    const size_t half = (size_t)1 << level;
    return left > half ? (UINT64_C(1) << (left - half)) - 1 : 0;
}

/** Parities of the marked ranges of 2^level places. Whether marks are roots, asked for
 * whole, or leaves that are halved. */
PHW_INLINE void phw_swift_ask_words(phw_parities *out, const phw_segments *s,
                                    const uint64_t *own, unsigned level, bool whole)
{
    const uint64_t *odd = s->odd;
    phw_parities to = *out;
    for (size_t w = 0; w < s->n / 64; ++w)
        phw_parities_put(&to, phw_swift_extract(phw_swift_fold(own[w], level), odd[w]),
                         (size_t)__builtin_popcountll(odd[w]));
    if (s->n % 64 != 0) {
        const size_t w = s->n / 64;
        const uint64_t due =
            odd[w] & (whole ? ~UINT64_C(0) : phw_swift_divisible(s->n, level));
        phw_parities_put(&to, phw_swift_extract(phw_swift_fold(own[w], level), due),
                         (size_t)__builtin_popcountll(due));
    }
    *out = to;
}

/** phw_swift_ask_words() with a level that the compiler knows. */
static void phw_swift_ask_bulk(phw_parities *out, const phw_segments *s,
                               const uint64_t *own, unsigned level, bool whole)
{
    switch (level) {
    case 0:
        phw_swift_ask_words(out, s, own, 0, whole);
        break;
    case 1:
        phw_swift_ask_words(out, s, own, 1, whole);
        break;
    case 2:
        phw_swift_ask_words(out, s, own, 2, whole);
        break;
    case 3:
        phw_swift_ask_words(out, s, own, 3, whole);
        break;
    case 4:
        phw_swift_ask_words(out, s, own, 4, whole);
        break;
    case 5:
        phw_swift_ask_words(out, s, own, 5, whole);
        break;
    default:
        phw_swift_ask_words(out, s, own, 6, whole);
        break;
    }
}

/** One word of phw_swift_halve_bulk(). */
PHW_INLINE void phw_swift_halve_word(phw_segments *s, size_t w, uint64_t due,
                                     unsigned level, phw_parities *from)
{
    const size_t n = (size_t)__builtin_popcountll(due);
    const uint64_t first = phw_swift_deposit(phw_parities_take(from, n), due);
    s->start[w] |= due << (1U << level);
    s->odd[w] ^= (due & ~first) | (due & ~first) << (1U << level);
}

/** The answers to phw_swift_ask_bulk(), each of them about a first half of 2^level
 * places. */
static void phw_swift_halve_bulk(phw_segments *s, phw_parities *in, unsigned level)
{
    phw_parities from = *in;
    for (size_t w = 0; w < s->n / 64; ++w)
        phw_swift_halve_word(s, w, s->odd[w], level, &from);
    if (s->n % 64 != 0)
        phw_swift_halve_word(s, s->n / 64,
                             s->odd[s->n / 64] & phw_swift_divisible(s->n, level),
                             level, &from);
    *in = from;
}

/** The answers about whole blocks take the places of the marks. */
static size_t phw_swift_mark(phw_segments *s, phw_parities *in)
{
    phw_parities from = *in;
    size_t n_odd = 0;
    for (size_t w = 0; w < s->n_words; ++w) {
        const size_t n = (size_t)__builtin_popcountll(s->odd[w]);
        s->odd[w] = phw_swift_deposit(phw_parities_take(&from, n), s->odd[w]);
        n_odd += (size_t)__builtin_popcountll(s->odd[w]);
    }
    *in = from;
    return n_odd;
}

/** Where a leaf is halved; not at all, at `end` or past it, when it is the short last
 * one and no larger than the others' halves. */
PHW_INLINE size_t phw_swift_middle(const phw_swift_pass *p, size_t at, size_t end)
{
    const size_t n = end - at;
    if (p->level > 0)
        return at + ((size_t)1 << (p->level - 1));
    if (p->powers)
        return at + ((size_t)1 << (63 - __builtin_clzll(n - 1)));
    return at + n / 2 + n % 2;
}

/** What goes along while questions are put. */
typedef struct phw_swift_asking {
    phw_parities out;             /**< where parities go */
    phw_swift_question *question; /**< the next one */
    const phw_folded *own;        /**< this end's bits by place */
} phw_swift_asking;

/** Asks for the places [at, next) of a leaf; `end` as in phw_swift_question. */
PHW_INLINE void phw_swift_put_question(phw_swift_asking *a, size_t at, size_t next,
                                       size_t end)
{
    phw_parities_put(&a->out, phw_folded_parity(a->own, at, next), 1);
    *a->question++ = (phw_swift_question){
        .at = (uint32_t)at, .next = (uint32_t)next, .end = (uint32_t)end};
}

/** Both halves' halves, as far as they have two places, but the last part. */
static void phw_swift_put_quarters(phw_swift_asking *a, const phw_swift_pass *p,
                                   size_t at, size_t end)
{
    const size_t half = phw_swift_middle(p, at, end);
    const bool more = end - half > 1;
    if (half - at > 1) {
        const size_t quarter = phw_swift_middle(p, at, half);
        phw_swift_put_question(a, at, quarter, quarter + 2);
        at = quarter;
    }
    phw_swift_put_question(a, at, half, more ? half + 2 : end);
    if (more)
        phw_swift_put_question(a, half, phw_swift_middle(p, half, end), end);
}

/** The questions about the odd leaf at `at`. */
PHW_INLINE void phw_swift_put_leaf(phw_swift_asking *a, const phw_swift_pass *p,
                                   size_t at, bool four)
{
    const size_t end = phw_segments_end(&p->leaf, at);
    const size_t half = phw_swift_middle(p, at, end);
    if (half >= end)
        return;
    if (four)
        phw_swift_put_quarters(a, p, at, end);
    else
        phw_swift_put_question(a, at, half, end);
}

/** The odd leaves one by one. Words without one are forgotten. */
PHW_INLINE void phw_swift_ask_leaves(phw_swift_asking *a, phw_swift_pass *p, bool four)
{
    phw_segments *s = &p->leaf;
    for (size_t i = 0; i < s->n_sums; ++i) {
        uint64_t idle = 0;
        for (uint64_t words = s->busy[i]; words != 0; words &= words - 1) {
            const size_t w = 64 * i + (size_t)__builtin_ctzll(words);
            idle |= s->odd[w] == 0 ? words & (~words + 1) : 0;
            for (uint64_t left = s->odd[w]; left != 0; left &= left - 1)
                phw_swift_put_leaf(a, p, 64 * w + (size_t)__builtin_ctzll(left), four);
        }
        s->busy[i] ^= idle;
    }
}

/** Roots of any size. */
static void phw_swift_ask_blocks(phw_parities *out, const phw_segments *s,
                                 const phw_folded *own)
{
    for (size_t w = 0; w < s->n_words; ++w) {
        for (uint64_t left = s->odd[w]; left != 0; left &= left - 1) {
            const size_t at = 64 * w + (size_t)__builtin_ctzll(left);
            const size_t end = phw_segments_end(s, at);
            phw_parities_put(out, phw_folded_parity(own, at, end), 1);
        }
    }
}

/** The odd leaf at q->at, or the rest of one, odd or not by now, is cut at q->next;
 * `odd` is what comes before the cut, 0 or 1. Parts of one place that are odd are
 * appended to found[]; returns one past them. */
PHW_INLINE uint32_t *phw_swift_divide(phw_swift_pass *p, const phw_swift_question *q,
                                      uint64_t odd, uint32_t *found)
{
    phw_segments *s = &p->leaf;
    const uint64_t was = s->odd[q->at / 64] >> (q->at % 64) & 1;
    const uint64_t move = was ^ odd;
    s->odd[q->at / 64] ^= move << (q->at % 64);
    phw_segments_cut(s, q->next);
    s->odd[q->next / 64] |= move << (q->next % 64);
    s->busy[q->next / 4096] |= phw_segments_bit(q->next / 64);
    p->n_odd += 2 * (odd & ~was);
    *found = q->at;
    found += odd & (q->next - q->at == 1);
    *found = q->next;
    return found + (move & (q->end - q->next == 1));
}

/** The answers to phw_swift_ask_leaves(). */
static uint32_t *phw_swift_enter_questions(phw_swift_pass *p, phw_parities *in,
                                           const phw_swift_question *question,
                                           uint32_t *found)
{
    uint32_t *const first = found;
    phw_parities from = *in;
    for (size_t i = 0; i < p->n_asked; ++i)
        found =
            phw_swift_divide(p, &question[i], phw_parities_take(&from, 1) & 1, found);
    p->n_found = (size_t)(found - first);
    *in = from;
    return found;
}

/** A place's leaf has one difference more or less. */
PHW_INLINE void phw_swift_toggle(phw_swift_pass *p, size_t place)
{
    phw_segments *s = &p->leaf;
    const size_t at = phw_segments_begin(s, place);
    p->n_odd += 1 - 2 * (s->odd[at / 64] >> (at % 64) & 1);
    s->odd[at / 64] ^= phw_segments_bit(at);
    s->busy[at / 4096] |= phw_segments_bit(at / 64);
}

#endif

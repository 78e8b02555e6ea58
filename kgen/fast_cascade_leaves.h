/** @file
 * How a pass of the fast Cascade is asked and how answers are entered, compiled with
 * kgen/fast_cascade_steps.c for each instruction set.
 */
#ifndef PHW_KGEN_FAST_CASCADE_LEAVES_H
#define PHW_KGEN_FAST_CASCADE_LEAVES_H

#include <stdint.h>

#include "kgen/fast_cascade_machine.h"
#include "kgen/fast_cascade_words.h"

/** Where a leaf is halved; not at all, at `end` or past it, when it is the short last
 * one and no larger than the others' halves, or of one place, which a peer that
 * contradicts itself leaves odd. */
PHW_INLINE size_t phw_fast_cascade_middle(const phw_fast_cascade_pass *p, size_t at,
                                          size_t end)
{
    const size_t n = end - at;
    if (p->level > 0)
        return at + ((size_t)1 << (p->level - 1));
    if (p->tables->powers)
        return at + ((size_t)1 << (63 - __builtin_clzll((n - 1) | 1)));
    return at + n / 2 + n % 2;
}

/** What goes along while questions are put. */
typedef struct phw_fast_cascade_asking {
    phw_parities out;                      /**< where parities go */
    phw_fast_cascade_question *question;   /**< the next one */
    const phw_fast_cascade_question *most; /**< no other word is begun from here on */
    const phw_folded *own;                 /**< this end's bits by place */
} phw_fast_cascade_asking;

/** Asks for the places [at, next) of a leaf; the others as in
 * phw_fast_cascade_question. */
PHW_INLINE void phw_fast_cascade_put_question(phw_fast_cascade_asking *a, size_t at,
                                              size_t next, uint32_t first,
                                              uint32_t rest)
{
    phw_parities_put(&a->out, phw_folded_parity(a->own, at, next), 1);
    *a->question++ = (phw_fast_cascade_question){
        .at = (uint32_t)at, .next = (uint32_t)next, .first = first, .rest = rest};
}

/** The place of a leaf [at, end) that has one, else none. */
PHW_INLINE uint32_t phw_fast_cascade_only(size_t at, size_t end)
{
    return end - at == 1 ? (uint32_t)at : PHW_FAST_CASCADE_NONE;
}

/** Both halves' halves, as far as they have two places, but the last part. */
static void phw_fast_cascade_put_quarters(phw_fast_cascade_asking *a,
                                          const phw_fast_cascade_pass *p, size_t at,
                                          size_t end)
{
    const size_t half = phw_fast_cascade_middle(p, at, end);
    const bool more = end - half > 1;
    if (half - at > 1) {
        const size_t quarter = phw_fast_cascade_middle(p, at, half);
        phw_fast_cascade_put_question(
            a, at, quarter, phw_fast_cascade_only(at, quarter), PHW_FAST_CASCADE_NONE);
        at = quarter;
    }
    phw_fast_cascade_put_question(a, at, half, phw_fast_cascade_only(at, half),
                                  more ? PHW_FAST_CASCADE_NONE
                                       : phw_fast_cascade_only(half, end));
    if (more) {
        const size_t quarter = phw_fast_cascade_middle(p, half, end);
        phw_fast_cascade_put_question(a, half, quarter,
                                      phw_fast_cascade_only(half, quarter),
                                      phw_fast_cascade_only(quarter, end));
    }
}

/** n <= 64 bits from the one at `at` on. */
PHW_INLINE uint64_t phw_fast_cascade_window(const uint64_t *word, size_t at, size_t n)
{
    uint64_t bits = word[at / 64] >> (at % 64);
    if (at % 64 + n > 64)
        bits |= word[at / 64 + 1] << (64 - at % 64);
    return bits & ~UINT64_C(0) >> (64 - n);
}

/** The place of the only one of some bits that start at `at`, else none. */
PHW_INLINE uint32_t phw_fast_cascade_only_bit(uint64_t bits, size_t at)
{
    const uint32_t lowest = (uint32_t)(at + (size_t)__builtin_ctzll(bits));
    return (bits & (bits - 1)) == 0 ? lowest : PHW_FAST_CASCADE_NONE;
}

/** Divides a leaf of n <= 64 places in the middle of those that can differ. One that
 * has none of these is left alone: the peer contradicts itself. */
PHW_INLINE void phw_fast_cascade_put_alive(phw_fast_cascade_asking *a,
                                           const phw_fast_cascade_pass *p, size_t at,
                                           size_t n)
{
    const uint64_t alive = phw_fast_cascade_window(p->alive.word, at, n);
    const unsigned half = (unsigned)__builtin_popcountll(alive) / 2;
    if (alive == 0 || n < 2)
        return;
    size_t cut =
        (size_t)__builtin_ctzll(phw_fast_cascade_deposit(UINT64_C(1) << half, alive));
    cut = cut > 0 ? cut : 1;
    const uint64_t below = (UINT64_C(1) << cut) - 1;
    const uint64_t first = alive & below;
    const uint64_t rest = alive & ~below;
    phw_fast_cascade_put_question(
        a, at, at + cut,
        first != 0 ? phw_fast_cascade_only_bit(first, at) : PHW_FAST_CASCADE_NONE,
        rest != 0 ? phw_fast_cascade_only_bit(rest, at) : PHW_FAST_CASCADE_NONE);
}

/** How leaves are divided. */
typedef enum phw_fast_cascade_way {
    PHW_FAST_CASCADE_TWO,  /**< into halves */
    PHW_FAST_CASCADE_FOUR, /**< into quarters */
    PHW_FAST_CASCADE_ALIVE /**< into halves of what can differ, when they are small */
} phw_fast_cascade_way;

/** The questions about the odd leaf at `at`. */
PHW_INLINE void phw_fast_cascade_put_leaf(phw_fast_cascade_asking *a,
                                          const phw_fast_cascade_pass *p, size_t at,
                                          phw_fast_cascade_way way)
{
    const size_t end = phw_segments_end(&p->leaf, at);
    if (way == PHW_FAST_CASCADE_ALIVE && end - at <= 64) {
        phw_fast_cascade_put_alive(a, p, at, end - at);
        return;
    }
    const size_t half = phw_fast_cascade_middle(p, at, end);
    if (half >= end)
        return;
    if (way == PHW_FAST_CASCADE_FOUR)
        phw_fast_cascade_put_quarters(a, p, at, end);
    else
        phw_fast_cascade_put_question(a, at, half, phw_fast_cascade_only(at, half),
                                      phw_fast_cascade_only(half, end));
}

/** The odd leaves one by one. Words without one are forgotten. */
PHW_INLINE void phw_fast_cascade_ask_leaves(phw_fast_cascade_asking *a,
                                            phw_fast_cascade_pass *p,
                                            phw_fast_cascade_way way)
{
    phw_segments *s = &p->leaf;
    for (size_t i = 0; i < s->n_sums; ++i) {
        uint64_t idle = 0;
        for (uint64_t words = s->busy[i]; words != 0 && a->question < a->most;
             words &= words - 1) {
            const size_t w = 64 * i + (size_t)__builtin_ctzll(words);
            idle |= s->odd[w] == 0 ? words & (~words + 1) : 0;
            for (uint64_t left = s->odd[w]; left != 0; left &= left - 1)
                phw_fast_cascade_put_leaf(a, p, 64 * w + (size_t)__builtin_ctzll(left),
                                          way);
        }
        s->busy[i] ^= idle;
    }
}

/** Roots of any size. */
static void phw_fast_cascade_ask_blocks(phw_parities *out, const phw_segments *s,
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
 * `odd` is what comes before the cut, 0 or 1. Places of odd parts that alone can differ
 * are appended to found[]; returns one past them. */
PHW_INLINE uint32_t *phw_fast_cascade_divide(phw_fast_cascade_pass *p,
                                             const phw_fast_cascade_question *q,
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
    *found = q->first;
    found += odd & (q->first != PHW_FAST_CASCADE_NONE);
    *found = q->rest;
    return found + (move & (q->rest != PHW_FAST_CASCADE_NONE));
}

/** The answers to phw_fast_cascade_ask_leaves(). */
static uint32_t *phw_fast_cascade_enter_questions(
    phw_fast_cascade_pass *p, phw_parities *in,
    const phw_fast_cascade_question *question, uint32_t *found)
{
    uint32_t *const first = found;
    phw_parities from = *in;
    for (size_t i = 0; i < p->n_asked; ++i)
        found = phw_fast_cascade_divide(p, &question[i],
                                        phw_parities_take(&from, 1) & 1, found);
    p->n_found = (size_t)(found - first);
    *in = from;
    return found;
}

/** A place's leaf has one difference more or less. */
PHW_INLINE void phw_fast_cascade_toggle(phw_fast_cascade_pass *p, size_t place)
{
    phw_segments *s = &p->leaf;
    const size_t at = phw_segments_begin(s, place);
    p->n_odd += 1 - 2 * (s->odd[at / 64] >> (at % 64) & 1);
    s->odd[at / 64] ^= phw_segments_bit(at);
    s->busy[at / 4096] |= phw_segments_bit(at / 64);
}

#endif

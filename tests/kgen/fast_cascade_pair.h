/** @file
 * Two fast machines joined in memory, for their tests.
 */
#ifndef PHW_TESTS_KGEN_FAST_CASCADE_PAIR_H
#define PHW_TESTS_KGEN_FAST_CASCADE_PAIR_H

#include <criterion/criterion.h>

#include "kgen/fast_cascade.h"
#include "kgen/fast_cascade_machine.h"

#include "wire.h"

/** Two ends and what Alice said last. */
typedef struct fast_cascade_pair {
    phw_fast_cascade *end[2];
    phw_bits said; /**< Alice's parities, all in order */
} fast_cascade_pair;

static inline size_t of_sixteen(unsigned pass, double rate, size_t n)
{
    (void)rate;
    (void)n;
    return (size_t)16 << (2 * pass);
}

/** Blocks of 16, 64, 256, ... places. */
static inline phw_fast_cascade_scheme sixteens(unsigned n_passes, unsigned n_masks)
{
    return (phw_fast_cascade_scheme){
        .n_passes = n_passes, .n_masks = n_masks, .block = of_sixteen};
}

static inline fast_cascade_pair make_pair(const phw_fast_cascade_scheme *scheme,
                                          const phw_bits *a, const phw_bits *b,
                                          double estimate, uint64_t seed)
{
    const phw_reconcile_segment all = {0, a->n, estimate};
    const phw_reconcile_task task = {
        .n = a->n, .segment = &all, .n_segments = 1, .seed = seed};
    fast_cascade_pair p = {0};
    cr_assert_eq(phw_fast_cascade_create(&p.end[0], PHW_ALICE, scheme, &task, a),
                 PHW_OK);
    cr_assert_eq(phw_fast_cascade_create(&p.end[1], PHW_BOB, scheme, &task, b), PHW_OK);
    return p;
}

static inline void drop_pair(fast_cascade_pair *p)
{
    phw_fast_cascade_destroy(p->end[0]);
    phw_fast_cascade_destroy(p->end[1]);
    phw_bits_free(&p->said);
}

/* Alice's parities of one message: as many as her leak grows by when it is answered. */
static inline void note(fast_cascade_pair *p, const phw_message *m)
{
    const size_t n = p->end[PHW_ALICE]->talk.parity.n;
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(
            phw_bits_push(&p->said,
                          m->byte[PHW_MESSAGE_HEADER_SIZE + i / 8] >> (i % 8) & 1, 1),
            PHW_OK);
}

/** Until both are done. */
static inline phw_status talk_through(fast_cascade_pair *p)
{
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    phw_status s = PHW_OK;
    for (unsigned i = 0; !s && !(done[0] && done[1]); i = 1 - i) {
        s = phw_fast_cascade_step(p->end[i], &frame[i], &done[i], in);
        in = &frame[i];
        if (i == PHW_ALICE && !s && in->size > 0)
            note(p, in);
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    return s;
}

/** Bits in which the ends differ. */
static inline size_t differences(const fast_cascade_pair *p)
{
    return phw_bits_distance(phw_fast_cascade_key(p->end[0]),
                             phw_fast_cascade_key(p->end[1]));
}

#endif

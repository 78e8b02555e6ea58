/** @file
 * Two reconcilers joined in memory with a tap on the wire, for their tests.
 */
#ifndef PHW_TESTS_KGEN_WIRE_H
#define PHW_TESTS_KGEN_WIRE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/entropy.h"
#include "core/rng.h"
#include "kgen/reconcilers.h"
#include "kgen/tape.h"

/** What one frame came to. */
typedef struct outcome {
    size_t n_errors;
    size_t n_left;
    phw_reconcile_figures alice;
    phw_reconcile_figures bob;
    size_t payload[2];  /**< bytes on the wire, by role */
    size_t messages[2]; /**< by role */
    phw_bits corrected; /**< Bob's, to be freed */
    phw_status status;  /**< the first that was not PHW_OK */
} outcome;

/** n bits of stream `trial`. */
static inline phw_bits random_bits(size_t n, uint32_t trial)
{
    const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7769), trial};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&b, i, phw_rng_below(&rng, i, 2) != 0);
    return b;
}

/** The same with bits inverted at `rate`, of stream `trial`. */
static inline phw_bits noisy_bits(const phw_bits *b, double rate, uint32_t trial)
{
    const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776a), trial};
    phw_bits out = {0};
    cr_assert_eq(phw_bits_copy(&out, b), PHW_OK);
    for (size_t i = 0; i < b->n; ++i) {
        uint32_t word;
        phw_rng_words(&word, &rng, i, 1);
        if ((double)word < rate * 0x1p32)
            phw_bits_flip(&out, i);
    }
    return out;
}

/** No conversation of these tests is as long: one that gets here hangs. */
#define WIRE_MESSAGES_MAX 100000

/** An end with the private randomness of stream `seed`, which outlives it. */
static inline phw_status make_end(phw_reconciliation **out, phw_entropy *entropy,
                                  const phw_reconciler *r, int role,
                                  const phw_reconcile_task *task, const phw_bits *key,
                                  uint64_t seed)
{
    phw_reconcile_task own = *task;
    own.entropy = entropy;
    cr_assert_eq(phw_entropy_seeded(entropy, seed, role == PHW_ALICE ? "alice" : "bob"),
                 PHW_OK);
    return r->create(out, (phw_role)role, &own, key);
}

/** Carries messages until both ends are done or one fails. `tape` may be NULL. */
static inline void talk(outcome *o, phw_tape *tape, const phw_reconciler *r,
                        phw_reconciliation *end[2])
{
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    int speaker = PHW_ALICE;
    while (!o->status && !(done[PHW_ALICE] && done[PHW_BOB])) {
        o->status = r->step(end[speaker], &frame[speaker], &done[speaker], in);
        in = frame[speaker].size > 0 ? &frame[speaker] : NULL;
        if (in != NULL) {
            o->payload[speaker] += in->size - PHW_MESSAGE_HEADER_SIZE;
            ++o->messages[speaker];
            if (tape != NULL)
                cr_assert_eq(phw_tape_add(tape, (phw_role)speaker, in), PHW_OK);
        }
        cr_assert_lt(o->messages[0] + o->messages[1], WIRE_MESSAGES_MAX, "%s hangs",
                     r->name);
        speaker = 1 - speaker;
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
}

/** Runs both ends over one frame; `tape` may be NULL. */
static inline outcome converse_taped(phw_tape *tape, const phw_reconciler *r,
                                     const phw_reconcile_task *task, const phw_bits *a,
                                     const phw_bits *b)
{
    phw_reconciliation *end[2] = {NULL, NULL};
    phw_entropy entropy[2];
    outcome o = {.n_errors = phw_bits_distance(a, b)};
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(make_end(&end[i], &entropy[i], r, i, task, i == PHW_ALICE ? a : b,
                              task->seed),
                     PHW_OK, "%s: %s", r->name, phw_error_message());
    talk(&o, tape, r, end);
    o.n_left = phw_bits_distance(r->key(end[PHW_ALICE]), r->key(end[PHW_BOB]));
    o.alice = r->figures(end[PHW_ALICE]);
    o.bob = r->figures(end[PHW_BOB]);
    cr_assert(phw_bits_equal(r->key(end[PHW_ALICE]), a), "Alice's key never changes");
    cr_assert_eq(phw_bits_copy(&o.corrected, r->corrected(end[PHW_BOB])), PHW_OK);
    for (int i = 0; i < 2; ++i)
        r->destroy(end[i]);
    return o;
}

/** Runs both ends over one frame. */
static inline outcome converse(const phw_reconciler *r, const phw_reconcile_task *task,
                               const phw_bits *a, const phw_bits *b)
{
    return converse_taped(NULL, r, task, a, b);
}

/** An entry with its parameters. */
static inline const phw_reconciler *entry(phw_params *params, const char *name,
                                          const char *text)
{
    const phw_reconciler *r = NULL;
    cr_assert_eq(phw_reconciler_find(&r, name), PHW_OK);
    cr_assert_eq(phw_params_read(params, r->params, r->n_params, text), PHW_OK);
    return r;
}

#endif

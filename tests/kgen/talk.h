/** @file
 * Two sessions joined in memory, every frame written down, for their tests.
 */
#ifndef PHW_TESTS_KGEN_TALK_H
#define PHW_TESTS_KGEN_TALK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/reconcilers.h"
#include "kgen/session.h"

#include "meeting.h"

/** Most frames of a conversation that is written down. */
#define TALK_FRAMES 4000

/** Both ends and what passed between them; to be freed by talk_free(). */
typedef struct talk {
    phw_trace trace[2];
    phw_agreement_config agreement;
    phw_session_config config[2];
    phw_session_keys keys[2];
    phw_key_pool *pool[2];
    size_t pool_bytes; /**< of the founding key */
    phw_entropy entropy[2];
    phw_session *end[2];
    phw_status status[2]; /**< the last step's */
    bool done[2];
    phw_message frame[TALK_FRAMES];
    phw_role from[TALK_FRAMES];
    size_t n_frames;
} talk;

/** `size` bytes that depend on `first`. */
static inline phw_key some_key(size_t size, uint8_t first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)(first + 7 * i + i / 256);
    return key;
}

/** New pools, in memory. */
static inline void talk_found(talk *t)
{
    for (int i = 0; i < 2; ++i) {
        phw_key key = some_key(t->pool_bytes, 1);
        phw_key_pool_destroy(t->pool[i]);
        cr_assert_eq(phw_key_pool_create(&t->pool[i], NULL, &key), PHW_OK);
        t->config[i].pool = t->pool[i];
        phw_key_free(&key);
    }
}

/** New machines, on new sources of the same seed. */
static inline void talk_restart(talk *t, uint64_t seed)
{
    seed_both(t->entropy, seed);
    for (int i = 0; i < 2; ++i) {
        phw_session_destroy(t->end[i]);
        t->end[i] = NULL;
        t->done[i] = false;
        t->status[i] = PHW_OK;
        cr_assert_eq(phw_session_create(&t->end[i], (phw_role)i, &t->trace[i],
                                        &t->agreement, &t->config[i], &t->entropy[i]),
                     PHW_OK, "%s", phw_error_message());
    }
    for (size_t i = 0; i < t->n_frames; ++i)
        phw_message_free(&t->frame[i]);
    t->n_frames = 0;
}

/** Both ends before their first message, with n rows of one channel. `pool_bytes` of
 * founding key with one-time authentication. */
static inline talk *talk_start(phw_session_auth auth, size_t n_rows, size_t pool_bytes)
{
    talk *t = calloc(1, sizeof *t);
    cr_assert_not_null(t);
    t->agreement = plain_config();
    t->agreement.key_bits_min = 16;
    for (int i = 0; i < 2; ++i) {
        t->trace[i] = make_trace(n_rows, 25, 1, (uint32_t)(1 + i));
        t->config[i].auth = auth;
        if (auth == PHW_SESSION_AUTH_PSK) {
            phw_key key = some_key(32, 1);
            cr_assert_eq(phw_session_keys_start(&t->keys[i], &key), PHW_OK);
            phw_key_free(&key);
            t->config[i].keys = &t->keys[i];
        }
    }
    t->pool_bytes = pool_bytes;
    if (auth == PHW_SESSION_AUTH_ONE_TIME)
        talk_found(t);
    talk_restart(t, 1);
    return t;
}

static inline void talk_free(talk *t)
{
    for (int i = 0; i < 2; ++i) {
        phw_session_destroy(t->end[i]);
        phw_session_keys_free(&t->keys[i]);
        phw_key_pool_destroy(t->pool[i]);
        phw_trace_free(&t->trace[i]);
    }
    for (size_t i = 0; i < t->n_frames; ++i)
        phw_message_free(&t->frame[i]);
    free(t);
}

/** A copy of a frame, to be freed. */
static inline phw_message copy_frame(const phw_message *frame)
{
    phw_message copy = {0};
    phw_message_begin(&copy, 0, 0);
    copy.size = 0;
    phw_message_put_bytes(&copy, frame->byte, frame->size);
    cr_assert_eq(copy.status, PHW_OK);
    return copy;
}

/** The smallest session that ends with a key: few rows, few rounds, little charged. */
static inline talk *talk_small(phw_session_auth auth)
{
    talk *t = talk_start(auth, 120, 4096);
    for (int i = 0; i < 2; ++i) {
        phw_trace_free(&t->trace[i]);
        t->trace[i] = make_trace(120, 40, 1, (uint32_t)(1 + i));
    }
    t->agreement.key_bits_min = 1;
    t->agreement.security_bits = 1;
    t->agreement.tag_bits = 32;
    t->agreement.confirm_bits = 64;
    t->agreement.sample_fraction = 0;
    cr_assert_eq(phw_reconciler_find(&t->agreement.reconciler, "original"), PHW_OK);
    phw_params_preset(&t->agreement.reconciler_params, t->agreement.reconciler->params,
                      t->agreement.reconciler->n_params);
    talk_restart(t, 1);
    return t;
}

/** One step of one end, its frame written down; NULL when it said nothing. */
static inline const phw_message *talk_step(talk *t, phw_role role,
                                           const phw_message *in)
{
    cr_assert_lt(t->n_frames, TALK_FRAMES);
    phw_message *out = &t->frame[t->n_frames];
    t->status[role] = phw_session_step(t->end[role], out, &t->done[role], in);
    if (out->size == 0)
        return NULL;
    t->from[t->n_frames++] = role;
    return out;
}

/** Goes on until `n` frames are written down or nobody has anything to say or hear. */
static inline void talk_on(talk *t, size_t n)
{
    if (t->n_frames == 0 && n > 0)
        (void)talk_step(t, PHW_ALICE, NULL);
    while (t->n_frames < n) {
        const phw_message *last = &t->frame[t->n_frames - 1];
        const phw_role to = t->from[t->n_frames - 1] == PHW_ALICE ? PHW_BOB : PHW_ALICE;
        if (t->done[to] || talk_step(t, to, last) == NULL)
            return;
    }
}

/** To the end. */
static inline void talk_over(talk *t)
{
    talk_on(t, TALK_FRAMES - 1);
}

/** One end's report. */
static inline phw_session_report talk_report(const talk *t, phw_role role)
{
    phw_session_report r;
    phw_session_report_read(&r, t->end[role]);
    return r;
}

/** Rows of an ordinary session, bytes of an ordinary founding key. */
enum {
    ROWS = 500,
    POOL = 4096
};

/** All ways to authenticate. */
static const phw_session_auth ways[] = {
    PHW_SESSION_AUTH_NONE,
    PHW_SESSION_AUTH_PSK,
    PHW_SESSION_AUTH_ONE_TIME,
};

enum {
    N_WAYS = sizeof ways / sizeof *ways
};

/** Both have the same key. */
static inline void expect_key(const talk *t)
{
    for (int i = 0; i < 2; ++i) {
        cr_assert_eq(t->status[i], PHW_OK, "%s", talk_report(t, i).reason);
        cr_assert(t->done[i]);
    }
    const phw_bits *a = phw_session_key(t->end[PHW_ALICE]);
    const phw_bits *b = phw_session_key(t->end[PHW_BOB]);
    cr_assert_gt(a->n, 0);
    cr_assert_eq(a->n, b->n);
    cr_expect(phw_bits_equal(a, b));
}

/** No end has a key. */
static inline void expect_none(const talk *t, const char *why, size_t at)
{
    for (int i = 0; i < 2; ++i) {
        cr_expect_eq(phw_session_key(t->end[i])->n, 0, "%s, frame %zu", why, at);
        cr_expect_eq(phw_session_refreshed(t->end[i])->present.size, 0);
        cr_expect_not(talk_report(t, i).authenticated);
    }
}

#endif

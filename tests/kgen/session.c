#include "kgen/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "talk.h"

Test(session, both_ends_get_the_key_of_the_agreement_and_say_by_what)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        talk_over(t);
        expect_key(t);
        for (int i = 0; i < 2; ++i) {
            const phw_session_report r = talk_report(t, i);
            cr_expect_eq(r.status, PHW_OK);
            cr_expect_eq(r.authenticated, ways[w] != PHW_SESSION_AUTH_NONE);
            cr_expect_eq(r.key_bits, phw_session_key(t->end[i])->n);
            cr_expect_eq(r.agreement.status, PHW_OK);
            cr_expect_eq(r.agreement.key_bits, r.key_bits + 8 * r.pool_added);
            cr_expect_str_empty(r.reason);
        }
        cr_expect_eq(memcmp(talk_report(t, 0).transcript, talk_report(t, 1).transcript,
                            PHW_TRANSCRIPT_SIZE),
                     0);
        talk_free(t);
    }
}

Test(session, both_ends_say_what_a_session_took_from_the_pool_and_gave_to_it)
{
    talk *t = talk_start(PHW_SESSION_AUTH_ONE_TIME, 2 * ROWS, POOL);
    t->config[0].top_up_bytes = 40;
    t->config[1].top_up_bytes = 40;
    talk_restart(t, 1);
    talk_over(t);
    expect_key(t);
    uint64_t n_bytes = 0;
    for (size_t i = 0; i < t->n_frames; ++i)
        n_bytes += t->frame[i].size;
    for (int i = 0; i < 2; ++i) {
        const phw_session_report r = talk_report(t, i);
        cr_expect_eq(r.pool_spent, 64);
        cr_expect_eq(r.pool_added, 40);
        cr_expect_eq(r.pool_left, POOL - 32 - 64 + 40);
        /* All but the last frame's two tags. */
        cr_expect_eq(r.n_tagged, n_bytes - 16 - 32);
        cr_expect_float_eq(r.forging_log2,
                           log2(8 * ceil((double)r.n_tagged / 16)) - 106, 1e-9);
        cr_expect_eq(r.bytes_sent + r.bytes_received, n_bytes);
        cr_expect_eq(r.n_frames_sent + r.n_frames_received, t->n_frames);
        cr_expect_eq(r.key_bits, r.agreement.key_bits - 8 * r.pool_added);
        cr_expect_eq(r.key_bits, phw_session_key(t->end[i])->n);
    }
    talk_free(t);
}

/* What the pool got is not in the key that is given: nor at its start nor at its end.
 */
Test(session, no_byte_is_both_the_pools_and_the_keys)
{
    talk *t = talk_start(PHW_SESSION_AUTH_ONE_TIME, 2 * ROWS, POOL);
    t->config[0].top_up_bytes = PHW_KEY_POOL_TAKE;
    t->config[1].top_up_bytes = PHW_KEY_POOL_TAKE;
    talk_restart(t, 1);
    talk_over(t);
    expect_key(t);
    for (int i = 0; i < 2; ++i) {
        phw_key fresh[2] = {{0}, {0}};
        phw_key given = {0};
        const phw_bits *key = phw_session_key(t->end[i]);
        const uint64_t end = phw_key_pool_tell(t->pool[i]).mark[1].end;
        cr_assert_eq(talk_report(t, i).pool_added, PHW_KEY_POOL_TAKE);
        cr_assert_eq(phw_key_pool_take(fresh, t->pool[i], end - PHW_KEY_POOL_TAKE),
                     PHW_OK);
        cr_assert_eq(phw_key_from_bits(&given, key, key->n / 8), PHW_OK);
        for (size_t at = 0; at + 16 <= given.size; ++at)
            for (int k = 0; k < 2; ++k)
                cr_expect_neq(memcmp(given.byte + at, fresh[k].byte, 16), 0, "%zu", at);
        phw_key_free(&given);
        phw_key_free(&fresh[0]);
        phw_key_free(&fresh[1]);
    }
    talk_free(t);
}

/* What is said of the bits is the same, however it is authenticated, when only the
 * confirmation is keyed alike. */
Test(session, the_ledger_does_not_depend_on_the_authentication)
{
    phw_ledger ledger[N_WAYS];
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        t->agreement.confirm_bits = PHW_SESSION_CONFIRM_BITS;
        talk_restart(t, 1);
        talk_over(t);
        expect_key(t);
        ledger[w] = talk_report(t, PHW_ALICE).agreement.ledger;
        cr_expect_eq(memcmp(&ledger[w], &ledger[0], sizeof ledger[0]), 0);
        talk_free(t);
    }
}

/* Nobody who can compute anything learns of the pool from a hash of the key. */
Test(session, one_time_sessions_key_the_confirmation_apart)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        talk_over(t);
        expect_key(t);
        cr_expect_eq(talk_report(t, PHW_BOB).agreement.confirm_bits,
                     ways[w] == PHW_SESSION_AUTH_ONE_TIME ? PHW_SESSION_CONFIRM_BITS
                                                          : 0);
        talk_free(t);
    }
}

Test(session, ends_that_authenticate_differently_part_in_silence)
{
    for (int w = 0; w < N_WAYS; ++w) {
        for (int v = 0; v < N_WAYS; ++v) {
            talk *a = talk_start(ways[w], ROWS, POOL);
            talk *b = talk_start(ways[v], ROWS, POOL);
            const phw_message *open = talk_step(a, PHW_ALICE, NULL);
            (void)talk_step(b, PHW_BOB, open);
            if (v != w) {
                cr_expect_eq(b->status[PHW_BOB], v == 0 ? PHW_EPEER : PHW_EAUTH);
                cr_expect_eq(b->n_frames, 0);
                cr_expect_not_null(strstr(talk_report(b, PHW_BOB).reason,
                                          phw_session_auth_name(ways[w])));
            }
            talk_free(a);
            talk_free(b);
        }
    }
}

Test(session, everything_follows_from_both_sources)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        talk *u = talk_start(ways[w], ROWS, POOL);
        talk_over(t);
        talk_over(u);
        cr_assert_eq(t->n_frames, u->n_frames);
        for (size_t i = 0; i < t->n_frames; ++i) {
            cr_assert_eq(t->frame[i].size, u->frame[i].size);
            cr_expect_eq(memcmp(t->frame[i].byte, u->frame[i].byte, t->frame[i].size),
                         0);
        }
        cr_expect(
            phw_bits_equal(phw_session_key(t->end[0]), phw_session_key(u->end[1])));
        talk_free(u);

        /* A recording is checked by one end alone: Alice, run anew on what Bob said
         * then, says what she said. */
        u = talk_start(ways[w], ROWS, POOL);
        const phw_message *said = talk_step(u, PHW_ALICE, NULL);
        for (size_t i = 0; i + 1 < t->n_frames; i += 2) {
            cr_assert_not_null(said);
            cr_expect_eq(said->size, t->frame[i].size);
            cr_expect_eq(memcmp(said->byte, t->frame[i].byte, said->size), 0);
            said = talk_step(u, PHW_ALICE, &t->frame[i + 1]);
        }
        cr_expect_eq(memcmp(talk_report(t, 0).transcript, talk_report(u, 0).transcript,
                            PHW_TRANSCRIPT_SIZE),
                     0);
        talk_free(u);
        talk_free(t);
    }
}

/* Keys go in step, though the last word gets lost now and then, at either end. */
Test(session, the_pre_shared_key_is_refreshed_and_survives_lost_last_words)
{
    talk *t = talk_small(PHW_SESSION_AUTH_PSK);
    uint8_t last[PHW_SESSION_KEY_NAME_SIZE] = {0};
    for (unsigned turn = 0; turn < 16; ++turn) {
        talk_restart(t, 1);
        talk_over(t);
        const size_t n = t->n_frames;
        talk_restart(t, 1);
        if (turn % 3 == 1) { /* Bob does not hear Alice's confirmation */
            talk_on(t, n);
            cr_expect_eq(t->status[PHW_ALICE], PHW_OK);
            cr_expect(t->done[PHW_ALICE]);
            cr_expect_not(t->done[PHW_BOB]);
        } else {
            talk_over(t);
            expect_key(t);
        }
        for (int i = 0; i < 2; ++i) {
            const phw_session_keys *next = phw_session_refreshed(t->end[i]);
            cr_expect_eq(next->present.size > 0, t->done[i] || i == 0);
            /* Alice's disk fails once: Bob is ahead then. */
            if (next->present.size == 0 || (turn == 9 && i == PHW_ALICE))
                continue;
            phw_session_keys_free(&t->keys[i]);
            cr_assert_eq(phw_session_keys_copy(&t->keys[i], next), PHW_OK);
        }
        uint8_t name[PHW_SESSION_KEY_NAME_SIZE];
        phw_session_keys_name(name, &t->keys[PHW_BOB].present);
        cr_expect_eq(memcmp(name, last, sizeof name) != 0, turn % 3 != 1);
        memcpy(last, name, sizeof last);
    }
    talk_free(t);
}

Test(session, a_pool_without_a_refill_pays_for_so_many_sessions_and_no_more)
{
    talk *t = talk_start(PHW_SESSION_AUTH_ONE_TIME, ROWS, 32 + 3 * 64 + 63);
    for (int turn = 0; turn < 3; ++turn) {
        talk_restart(t, 1);
        talk_over(t);
        expect_key(t);
    }
    phw_session *s = NULL;
    cr_expect_eq(phw_session_create(&s, PHW_ALICE, &t->trace[0], &t->agreement,
                                    &t->config[0], &t->entropy[0]),
                 PHW_ENOKEY);
    cr_expect_not_null(strstr(phw_error_message(), "63 bytes"));
    cr_expect_null(s);
    talk_free(t);
}

/* Bob's last word, and Alice's, get lost: each costs 64 bytes and what was topped up at
 * one end only; the pools stay in step, and a refill pays for what a session takes. */
Test(session, a_pool_with_a_refill_lasts_and_survives_lost_last_words)
{
    talk *t = talk_start(PHW_SESSION_AUTH_ONE_TIME, 3 * ROWS, 32 + 1000);
    t->config[0].top_up_bytes = 64;
    t->config[1].top_up_bytes = 64;
    for (int turn = 0; turn < 12; ++turn) {
        talk_restart(t, 1);
        talk_over(t);
        expect_key(t);
        const size_t n = t->n_frames;
        const size_t left = phw_key_pool_left(t->pool[0]);
        cr_expect_eq(left, phw_key_pool_left(t->pool[1]));
        talk_restart(t, 1);
        cr_assert_eq(phw_session_step(t->end[0], &t->frame[0], &t->done[0], NULL),
                     PHW_OK);
        t->from[t->n_frames++] = PHW_ALICE;
        talk_on(t, turn % 2 ? n : n - 1);
        cr_expect_eq(phw_session_key(t->end[PHW_ALICE])->n, 0);
        cr_expect_eq(phw_session_key(t->end[PHW_BOB])->n > 0, turn % 2 == 1);
    }
    talk_restart(t, 1);
    talk_over(t);
    expect_key(t);
    cr_expect_eq(phw_key_pool_left(t->pool[0]), 1000 - 12 * 64);
    talk_free(t);
}

Test(session, pools_topped_up_differently_part)
{
    talk *t = talk_start(PHW_SESSION_AUTH_ONE_TIME, ROWS, POOL);
    t->config[0].top_up_bytes = 64;
    talk_restart(t, 1);
    talk_over(t);
    cr_expect_eq(t->status[PHW_BOB], PHW_EPEER);
    expect_none(t, "terms", 0);
    cr_expect_eq(phw_key_pool_left(t->pool[1]), POOL - 32, "nothing is spent for that");
    talk_free(t);
}

Test(session, an_agreement_that_ends_without_a_key_spends_nothing_and_says_why)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], 60, POOL); /* too few rows for 128 charged bits */
        talk_over(t);
        for (int i = 0; i < 2; ++i) {
            const phw_session_report r = talk_report(t, i);
            cr_expect_eq(r.status, PHW_ENOKEY, "%s", r.reason);
            cr_expect_eq(r.agreement.status, PHW_ENOKEY);
            cr_expect_str_not_empty(r.reason);
            cr_expect_eq(r.pool_spent, 0);
        }
        expect_none(t, "entropy", 0);
        talk_free(t);
    }
}

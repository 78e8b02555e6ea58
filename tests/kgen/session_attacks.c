#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/session.h"

#include "talk.h"

/* The next frame for `to` after k frames, changed by one bit of one byte. */
static void flip_byte(talk *t, size_t k, size_t at)
{
    const phw_role to = t->from[k] == PHW_ALICE ? PHW_BOB : PHW_ALICE;
    t->frame[k].byte[at] ^= (uint8_t)(1U << (at % 8));
    (void)talk_step(t, to, &t->frame[k]);
}

/* With tags it ends at the very frame and in silence; without, before there are two
 * keys. The last frame's speaker is done already. */
Test(session_attacks, a_bit_inverted_in_any_byte_of_any_frame_ends_it)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_small(ways[w]);
        talk_over(t);
        expect_key(t);
        const size_t n_frames = t->n_frames;
        for (size_t k = 0; k < n_frames; ++k) {
            /* What lies between is psk's, but for the key. */
            if (ways[w] == PHW_SESSION_AUTH_ONE_TIME && k > 1 && k + 2 < n_frames)
                continue;
            talk_restart(t, 1);
            talk_on(t, k + 1);
            const size_t size = t->frame[k].size;
            for (size_t at = 0; at < size; ++at) {
                if (ways[w] == PHW_SESSION_AUTH_ONE_TIME && k + 2 >= n_frames)
                    talk_found(t);
                if (at > 0) {
                    talk_restart(t, 1);
                    talk_on(t, k + 1);
                }
                const phw_role to = 1 - t->from[k];
                flip_byte(t, k, at);
                if (ways[w] != PHW_SESSION_AUTH_NONE) {
                    cr_expect_eq(t->status[to], PHW_EAUTH, "way %d frame %zu byte %zu",
                                 w, k, at);
                    cr_expect_eq(t->n_frames, k + 1, "it was answered");
                    cr_expect(t->done[to]);
                } else {
                    talk_over(t);
                }
                cr_expect(t->status[to] != PHW_OK || !t->done[to],
                          "way %d frame %zu byte %zu", w, k, at);
                cr_expect_eq(phw_session_key(t->end[to])->n, 0);
                if (k + 1 < n_frames)
                    cr_expect_eq(phw_session_key(t->end[1 - to])->n, 0);
            }
        }
        talk_free(t);
    }
}

Test(session_attacks, a_frame_cut_anywhere_ends_it)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_small(ways[w]);
        talk_over(t);
        const size_t n_frames = t->n_frames;
        for (size_t k = 0; k < n_frames; k += 1 + (k > 6)) {
            static const size_t cuts[] = {1, 8, 31, 32, 33, 48, 60, 4096};
            for (size_t c = 0; c < 2 * sizeof cuts / sizeof *cuts; ++c) {
                talk_restart(t, 1);
                talk_on(t, k + 1);
                phw_message *m = &t->frame[k];
                const phw_role to = 1 - t->from[k];
                m->size = m->size > cuts[c / 2] ? m->size - cuts[c / 2] : 0;
                for (unsigned i = 0; c % 2 && m->size >= 12 && i < 4; ++i)
                    m->byte[8 + i] = (uint8_t)((m->size - 12) >> (8 * i));
                (void)talk_step(t, to, m);
                cr_expect_eq(t->status[to], w == 0 ? PHW_EPEER : PHW_EAUTH,
                             "way %d frame %zu cut %zu", w, k, c);
                cr_expect_eq(phw_session_key(t->end[to])->n, 0);
            }
        }
        talk_free(t);
    }
}

/* Instead of frame k the listener gets another genuine one: `back` frames before it,
 * its own last one among them. */
Test(session_attacks, frames_out_of_order_and_ones_own_are_refused)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_small(ways[w]);
        talk_over(t);
        const size_t n_frames = t->n_frames;
        for (size_t k = 1; k < n_frames; ++k) {
            for (size_t back = 1; back <= k && back <= 4; ++back) {
                talk_restart(t, 1);
                talk_on(t, k + 1);
                const phw_role to = 1 - t->from[k];
                const size_t said = t->n_frames;
                (void)talk_step(t, to, &t->frame[k - back]);
                cr_expect_eq(t->status[to], w == 0 ? PHW_EPEER : PHW_EAUTH);
                cr_expect(w == 0 || t->n_frames == said);
                cr_expect_eq(phw_session_key(t->end[to])->n, 0);
            }
        }
        talk_free(t);
    }
}

Test(session_attacks, a_frame_that_comes_twice_ends_it)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_small(ways[w]);
        talk_over(t);
        const size_t n_frames = t->n_frames;
        for (size_t k = 0; k + 2 < n_frames; ++k) {
            talk_restart(t, 1);
            talk_on(t, k + 2);
            const phw_role to = 1 - t->from[k];
            (void)talk_step(t, to, &t->frame[k]);
            cr_expect_eq(t->status[to], w == 0 ? PHW_EPEER : PHW_EAUTH);
            cr_expect_eq(phw_session_key(t->end[to])->n, 0);
            cr_expect_neq(phw_session_step(t->end[to], &t->frame[t->n_frames],
                                           &t->done[to], &t->frame[k]),
                          PHW_OK, "it stays over");
            phw_message_free(&t->frame[t->n_frames]);
        }
        talk_free(t);
    }
}

/* Whoever recorded a session plays Alice's part of it again. */
Test(session_attacks, a_recorded_session_is_not_accepted_again)
{
    for (int w = 1; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        talk_over(t);
        expect_key(t);
        phw_message record[2] = {copy_frame(&t->frame[0]), copy_frame(&t->frame[2])};
        talk_restart(t, 2);
        cr_expect_not_null(talk_step(t, PHW_BOB, &record[0]), "it may be a new Alice");
        cr_expect_null(talk_step(t, PHW_BOB, &record[1]));
        cr_expect_eq(t->status[PHW_BOB], PHW_EAUTH);
        expect_none(t, "replay", 2);
        phw_message_free(&record[0]);
        phw_message_free(&record[1]);
        talk_free(t);
    }
}

/* Mallory stands in the middle with a good trace of her own, her machines of the same
 * kind. m[r] is her machine of role r; she knows the pool's control key and none of its
 * bytes with `control`, and nothing without. */
typedef struct middle {
    talk *victims;
    talk *mallory;
} middle;

static middle make_middle(phw_session_auth auth, bool control)
{
    middle m = {talk_start(auth, ROWS, POOL), talk_start(auth, ROWS, POOL)};
    talk *own = m.mallory;
    for (int i = 0; i < 2; ++i) {
        phw_key key = some_key(POOL, control ? 1 : 99);
        for (size_t k = 32; k < POOL; ++k)
            key.byte[k] ^= 0x5a;
        phw_trace_free(&own->trace[i]);
        own->trace[i] = make_trace(ROWS, 25, 1, 3);
        if (auth == PHW_SESSION_AUTH_PSK) {
            key.size = 32;
            phw_session_keys_free(&own->keys[i]);
            cr_assert_eq(phw_session_keys_start(&own->keys[i], &key), PHW_OK);
            key.size = POOL;
        }
        if (auth == PHW_SESSION_AUTH_ONE_TIME) {
            phw_key_pool_destroy(own->pool[i]);
            cr_assert_eq(phw_key_pool_create(&own->pool[i], NULL, &key), PHW_OK);
            own->config[i].pool = own->pool[i];
        }
        phw_key_free(&key);
    }
    talk_restart(own, 5);
    return m;
}

/* One victim and Mallory's machine of the other role, to their end. */
static void deceive(middle *m, phw_role victim)
{
    talk *side[2]; /* by role */
    side[victim] = m->victims;
    side[1 - victim] = m->mallory;
    const phw_message *in = NULL;
    for (int who = PHW_ALICE; !side[who]->done[who]; who = 1 - who) {
        in = talk_step(side[who], (phw_role)who, in);
        if (in == NULL)
            return;
    }
}

Test(session_attacks, a_man_in_the_middle_is_refused_told_or_left_without_a_key)
{
    for (int w = 0; w < N_WAYS; ++w) {
        for (int victim = 0; victim < 2; ++victim) {
            middle m = make_middle(ways[w], false);
            deceive(&m, (phw_role)victim);
            const phw_session_report r = talk_report(m.victims, (phw_role)victim);
            cr_expect_not(r.authenticated);
            if (ways[w] == PHW_SESSION_AUTH_NONE) {
                cr_expect_eq(r.status, PHW_OK, "she has a key with each");
                cr_expect(phw_bits_equal(phw_session_key(m.victims->end[victim]),
                                         phw_session_key(m.mallory->end[1 - victim])));
            } else {
                expect_none(m.victims, "middle", 0);
                expect_none(m.mallory, "middle", 0);
                /* Bob says nothing at all; to Alice's opening she can't answer. */
                cr_expect_eq(r.n_frames_received, 0);
                cr_expect_eq(r.n_frames_sent, victim == PHW_ALICE);
                const int refuser = victim == PHW_BOB ? PHW_BOB : PHW_ALICE;
                cr_expect(m.victims->status[refuser] == PHW_EAUTH ||
                          m.mallory->status[1 - refuser] == PHW_EAUTH);
            }
            talk_free(m.victims);
            talk_free(m.mallory);
        }
    }
}

/* She can compute anything, so the frames' tags are hers: what she lacks are the bytes
 * of the pool, and it comes out at the end. */
Test(session_attacks, who_forges_every_frame_fails_at_the_one_time_tags)
{
    for (int victim = 0; victim < 2; ++victim) {
        middle m = make_middle(PHW_SESSION_AUTH_ONE_TIME, true);
        deceive(&m, (phw_role)victim);
        const phw_session_report r = talk_report(m.victims, (phw_role)victim);
        expect_none(m.victims, "middle", 0);
        cr_expect_eq(r.agreement.status, PHW_OK, "all went well but for the tag");
        cr_expect_eq(r.pool_added, 0);
        /* Bob refuses her tag, Alice waits for his, and nobody has a key. */
        if (victim == PHW_BOB)
            cr_expect_eq(r.status, PHW_EAUTH);
        else
            cr_expect_eq(m.mallory->status[PHW_BOB], PHW_EAUTH);
        talk_free(m.victims);
        talk_free(m.mallory);
    }
}

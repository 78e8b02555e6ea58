#include "kgen/agreement.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/agreement_machine.h"
#include "kgen/quantizer_cqa.h"
#include "kgen/reconcilers.h"

#include "meeting.h"

/* All messages that there can be: sayings of samples, loading by gain. */
static phw_agreement_config wordy_config(void)
{
    phw_agreement_config c = plain_config();
    c.quantizer = &phw_quantizer_cqa;
    phw_params_preset(&c.quantizer_params, c.quantizer->params, c.quantizer->n_params);
    c.loading = PHW_LOADING_GAIN;
    c.key_bits_min = 16;
    return c;
}

/* Blocks, some of which still differ after one pass, and little that is charged. */
static phw_agreement_config failing_config(void)
{
    phw_agreement_config c = plain_config();
    c.key_bits_min = 1;
    c.security_bits = 1;
    c.tag_bits = 32;
    c.reconcile_block_bits = 120;
    cr_assert_eq(phw_reconciler_find(&c.reconciler, "original"), PHW_OK);
    cr_assert_eq(phw_params_read(&c.reconciler_params, c.reconciler->params,
                                 c.reconciler->n_params, "passes=3"),
                 PHW_OK);
    return c;
}

/* What a tap does to one frame of a rehearsal. */
typedef struct tamper {
    unsigned at;     /* frame number, both ways, from 0 */
    unsigned n_seen; /* frames so far */
    int cut;         /* bytes taken off the end */
    size_t bit;      /* to be inverted, modulo the frame's bits, when no cut */
    bool header;     /* whether the length field is corrected after a cut */
} tamper;

static void change_frame(void *context, phw_role from, phw_message *frame)
{
    tamper *t = context;
    (void)from;
    if (t->n_seen++ != t->at)
        return;
    if (t->cut > 0) {
        const size_t cut = (size_t)t->cut < frame->size ? (size_t)t->cut : frame->size;
        frame->size -= cut;
        if (t->header && frame->size >= PHW_MESSAGE_HEADER_SIZE) {
            const size_t payload = frame->size - PHW_MESSAGE_HEADER_SIZE;
            for (unsigned i = 0; i < 4; ++i)
                frame->byte[8 + i] = (uint8_t)(payload >> (8 * i));
        }
    } else {
        const size_t bit = t->bit % (8 * frame->size);
        frame->byte[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
}

/* Never two different keys under PHW_OK. */
static void expect_sane(const phw_rehearsal *r, unsigned at)
{
    const bool both = r->report[0].status == PHW_OK && r->report[1].status == PHW_OK;
    if (both)
        cr_expect(phw_bits_equal(&r->key[0], &r->key[1]), "frame %u", at);
    for (unsigned i = 0; i < 2; ++i) {
        const bool ok = r->report[i].status == PHW_OK;
        cr_expect_eq(r->key[i].n > 0, ok);
        cr_expect_eq(r->key[i].n, r->report[i].key_bits);
    }
}

Test(agreement, one_inverted_bit_never_gives_two_keys)
{
    phw_trace a = make_trace(700, 25, 1, 1);
    phw_trace b = make_trace(700, 25, 1, 2);
    phw_agreement_config c = wordy_config();
    phw_rehearsal clean = meet(&a, &b, &c, 1, NULL, NULL);
    cr_assert_eq(clean.report[0].status, PHW_OK);
    unsigned n_ok = 0;
    for (unsigned at = 0; at < clean.n_messages; ++at) {
        for (size_t k = 0; k < 12; ++k) {
            /* The header's bits, then some of the payload. */
            tamper t = {.at = at, .bit = k < 6 ? 17 * k : 96 + 7919 * k};
            phw_rehearsal r = meet(&a, &b, &c, 1, change_frame, &t);
            expect_sane(&r, at);
            n_ok += r.report[0].status == PHW_OK && r.report[1].status == PHW_OK;
            phw_rehearsal_free(&r);
        }
    }
    cr_expect_eq(n_ok, 0, "%u changes went unseen", n_ok);
    phw_rehearsal_free(&clean);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(agreement, a_cut_frame_never_gives_two_keys)
{
    phw_trace a = make_trace(700, 25, 1, 1);
    phw_trace b = make_trace(700, 25, 1, 2);
    phw_agreement_config c = plain_config();
    c.key_bits_min = 16;
    phw_rehearsal clean = meet(&a, &b, &c, 1, NULL, NULL);
    static const int cuts[] = {1, 2, 13, 40, 1 << 20};
    for (unsigned at = 0; at < clean.n_messages; ++at) {
        for (unsigned k = 0; k < 10; ++k) {
            tamper t = {.at = at, .cut = cuts[k / 2], .header = k % 2 != 0};
            phw_rehearsal r = meet(&a, &b, &c, 1, change_frame, &t);
            expect_sane(&r, at);
            cr_expect(r.report[0].status != PHW_OK || r.report[1].status != PHW_OK);
            phw_rehearsal_free(&r);
        }
    }
    phw_rehearsal_free(&clean);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Brings both machines to the moment after `n_steps` frames; end[role] gets that
 * frame next. */
static phw_role bring(phw_agreement *end[2], phw_message frame[2], unsigned n_steps)
{
    bool done = false;
    phw_role speaker = PHW_ALICE;
    const phw_message *in = NULL;
    for (unsigned i = 0; i < n_steps; ++i) {
        cr_assert_eq(phw_agreement_step(end[speaker], &frame[speaker], &done, in),
                     PHW_OK);
        in = &frame[speaker];
        speaker = speaker == PHW_ALICE ? PHW_BOB : PHW_ALICE;
    }
    return speaker;
}

/* In every state that either end can reach, every message but the one due ends it
 * without a key and wipes; a frame of the right type with a wrong number too. */
static void speak_out_of_turn(bool seen[PHW_N_AGREEMENT_STATES],
                              const phw_agreement_config *config)
{
    phw_trace trace[2] = {make_trace(500, 25, 1, 1), make_trace(500, 25, 1, 2)};
    const phw_agreement_config c = *config;
    phw_rehearsal clean = {0};
    /* With blocks, one where some failed and a key came out of the others. */
    uint64_t seed = 0;
    do {
        phw_rehearsal_free(&clean);
        clean = meet(&trace[0], &trace[1], &c, ++seed, NULL, NULL);
        cr_assert_lt(seed, 100);
    } while (clean.report[0].status != PHW_OK ||
             (c.reconcile_block_bits > 0 && clean.report[0].n_failed_blocks == 0));
    for (unsigned at = 0; at <= clean.n_messages; ++at) {
        for (int kind = 0; kind <= PHW_N_MESSAGE_KINDS; ++kind) {
            phw_entropy entropy[2];
            phw_agreement *end[2] = {NULL, NULL};
            phw_message frame[2] = {{0}};
            phw_message forged = {0};
            bool done = false;
            seed_both(entropy, seed);
            for (int i = 0; i < 2; ++i)
                cr_assert_eq(phw_agreement_create(&end[i], (phw_role)i, &trace[i], &c,
                                                  &entropy[i]),
                             PHW_OK);
            const phw_role role = bring(end, frame, at);
            const phw_message *due = at > 0 ? &frame[1 - role] : NULL;
            seen[end[role]->state] = true;
            const uint8_t right = due != NULL ? phw_message_type(due) : 0;
            const bool same = kind == right;
            if (kind == PHW_MESSAGE_NONE && at == 0)
                kind = PHW_MESSAGE_HELLO; /* Alice's leave to speak is no message */
            const uint32_t number = (at > 0 ? (at - 1) / 2 : 0) + (same ? 1 : 0);
            phw_message_begin(&forged, (uint8_t)kind, number);
            if (due != NULL)
                phw_message_put_bytes(&forged, due->byte + PHW_MESSAGE_HEADER_SIZE,
                                      due->size - PHW_MESSAGE_HEADER_SIZE);
            cr_assert_eq(phw_message_end(&forged), PHW_OK);
            phw_message out = {0};
            const bool exempt = right == PHW_MESSAGE_AMPLIFY &&
                                kind == PHW_MESSAGE_NOKEY; /* due too, but empty */
            const phw_status s = phw_agreement_step(end[role], &out, &done, &forged);
            cr_expect(s != PHW_OK, "state %d kind %d", end[role]->state, kind);
            cr_expect(exempt || s == PHW_EPEER || kind == PHW_MESSAGE_ABORT,
                      "state %d kind %d", end[role]->state, kind);
            cr_expect(done);
            cr_expect_eq(phw_agreement_key(end[role])->n, 0);
            /* A payload may say by chance that nothing is left: that is an honest end.
             */
            cr_expect(s == PHW_ENOKEY || phw_agreement_raw(end[role])->bits.n == 0);
            cr_expect_eq(phw_agreement_step(end[role], &out, &done, NULL), PHW_EPEER);
            cr_expect_eq(out.size, 0);
            for (int i = 0; i < 2; ++i) {
                phw_agreement_destroy(end[i]);
                phw_message_free(&frame[i]);
            }
            phw_message_free(&forged);
            phw_message_free(&out);
        }
    }
    phw_rehearsal_free(&clean);
    phw_trace_free(&trace[0]);
    phw_trace_free(&trace[1]);
}

Test(agreement, every_message_out_of_turn_ends_it)
{
    bool seen[PHW_N_AGREEMENT_STATES] = {false};
    const phw_agreement_config wordy = wordy_config();
    const phw_agreement_config failing = failing_config();
    speak_out_of_turn(seen, &wordy);
    speak_out_of_turn(seen, &failing);
    for (int state = 0; state < PHW_AGREEMENT_OVER; ++state)
        cr_expect(seen[state], "state %d was reached", state);
}

Test(agreement, ends_that_are_configured_differently_part)
{
    phw_trace trace[2] = {make_trace(700, 25, 1, 1), make_trace(700, 25, 1, 2)};
    phw_agreement_config c[2] = {plain_config(), plain_config()};
    c[1].tag_bits = 32;
    phw_entropy entropy[2];
    phw_agreement *end[2] = {NULL, NULL};
    phw_message frame[2] = {{0}};
    bool done = false;
    seed_both(entropy, 1);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(
            phw_agreement_create(&end[i], (phw_role)i, &trace[i], &c[i], &entropy[i]),
            PHW_OK);
    cr_assert_eq(phw_agreement_step(end[0], &frame[0], &done, NULL), PHW_OK);
    cr_expect_eq(phw_agreement_step(end[1], &frame[1], &done, &frame[0]), PHW_EPEER);
    cr_expect_eq(phw_message_type(&frame[1]), PHW_MESSAGE_ABORT);
    cr_expect_eq(phw_agreement_step(end[0], &frame[0], &done, &frame[1]), PHW_EPEER);
    cr_expect_eq(frame[0].size, 0, "an abort is not answered");
    for (int i = 0; i < 2; ++i) {
        phw_agreement_destroy(end[i]);
        phw_message_free(&frame[i]);
        phw_trace_free(&trace[i]);
    }
}

Test(agreement, an_end_does_not_talk_to_its_own_reflection)
{
    phw_trace trace = make_trace(700, 25, 1, 1);
    const phw_agreement_config c = plain_config();
    phw_entropy entropy[2];
    phw_agreement *alice = NULL;
    phw_message out = {0};
    phw_message echo = {0};
    bool done = false;
    seed_both(entropy, 1);
    cr_assert_eq(phw_agreement_create(&alice, PHW_ALICE, &trace, &c, &entropy[0]),
                 PHW_OK);
    cr_assert_eq(phw_agreement_step(alice, &out, &done, NULL), PHW_OK);
    cr_expect_eq(phw_agreement_step(alice, &echo, &done, &out), PHW_EPEER);
    phw_agreement_destroy(alice);
    phw_message_free(&out);
    phw_message_free(&echo);
    phw_trace_free(&trace);
}

/* What a tap sees of the blocks' verification. */
typedef struct blocks_seen {
    uint64_t n_tags;
    size_t n_lists;
} blocks_seen;

static void see_blocks(void *context, phw_role from, phw_message *frame)
{
    blocks_seen *seen = context;
    (void)from;
    if (phw_message_type(frame) == PHW_MESSAGE_VERIFY)
        ++seen->n_tags;
    if (phw_message_type(frame) == PHW_MESSAGE_BLOCKS)
        seen->n_tags += (frame->size - PHW_MESSAGE_HEADER_SIZE - 16) / 8;
    seen->n_lists += phw_message_type(frame) == PHW_MESSAGE_BLOCKED;
}

/* Where no block failed Bob's answers follow from the errors; of one that failed each
 * is charged, and those are his share of all but for how unlike blocks are. */
static void expect_replies(const phw_agreement_report *p)
{
    const uint64_t charged = p->ledger.disclosed[PHW_STAGE_RECONCILE];
    cr_assert_geq(charged, p->reconcile.leak_bits);
    const uint64_t replies = charged - p->reconcile.leak_bits;
    if (p->n_failed_blocks == 0)
        cr_expect_eq(replies, 0);
    else
        cr_expect_geq(2 * replies * p->n_blocks,
                      p->reconcile.reply_bits * p->n_failed_blocks);
    cr_expect_leq(replies, p->reconcile.reply_bits);
}

/* Their bits are taken off, their parities and all tags stay charged. */
Test(agreement, blocks_that_differ_are_dropped_and_all_that_was_said_is_charged)
{
    phw_trace a = make_trace(2000, 25, 1, 1);
    phw_trace b = make_trace(2000, 25, 1, 2);
    phw_agreement_config c = failing_config();
    size_t n_failed = 0;
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        blocks_seen seen = {0};
        phw_rehearsal r = meet(&a, &b, &c, seed, see_blocks, &seen);
        cr_assert_eq(r.report[0].status, PHW_OK, "%s", r.report[0].reason);
        cr_assert_eq(r.report[1].status, PHW_OK, "%s", r.report[1].reason);
        cr_expect(phw_bits_equal(&r.key[0], &r.key[1]));
        for (int i = 0; i < 2; ++i) {
            const phw_agreement_report *p = &r.report[i];
            cr_expect_eq(p->n_blocks, (p->n_bits + 119) / 120);
            cr_expect_eq(seen.n_lists, p->n_failed_blocks > 0);
            /* A bit of his list beside each tag of a block. */
            cr_expect_eq(p->ledger.disclosed[PHW_STAGE_VERIFY],
                         32 * seen.n_tags + seen.n_tags - 1);
            expect_replies(p);
            /* Blocks are of one length but for one bit. */
            cr_expect_geq(p->n_dropped, p->n_failed_blocks * (p->n_bits / p->n_blocks));
            cr_expect_leq(p->n_dropped,
                          p->n_failed_blocks * (p->n_bits / p->n_blocks + 1));
            const double left =
                p->assessment.min_entropy_bits - (double)(p->n_sampled + p->n_dropped);
            cr_expect_float_eq(p->min_entropy_bits, left, 1e-9);
        }
        const phw_agreement_report *p = &r.report[0];
        cr_expect_eq(p->key_bits,
                     (size_t)p->min_entropy_bits - phw_ledger_total(&p->ledger));
        n_failed += p->n_failed_blocks;
        phw_rehearsal_free(&r);
    }
    cr_expect_gt(n_failed, 0, "no block failed: the test shows nothing");
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Every answer of Bob's inverted: Alice halves blocks as long as she is asked. */
static void spoil_replies(void *context, phw_role from, phw_message *frame)
{
    (void)context;
    (void)from;
    if (phw_message_type(frame) != PHW_MESSAGE_REPLY)
        return;
    for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < frame->size; ++i)
        frame->byte[i] ^= (uint8_t)(37 * i + 11);
}

Test(agreement, who_alters_parities_gets_no_more_of_them_than_there_are_bits)
{
    phw_trace a = make_trace(4000, 25, 1, 1);
    phw_trace b = make_trace(4000, 25, 1, 2);
    phw_agreement_config c = plain_config();
    for (size_t block = 0; block <= 1000; block += 1000) {
        c.reconcile_block_bits = block;
        phw_rehearsal r = meet(&a, &b, &c, 1, spoil_replies, NULL);
        for (int i = 0; i < 2; ++i) {
            const phw_agreement_report *p = &r.report[i];
            cr_expect_neq(p->status, PHW_OK);
            cr_expect_eq(r.key[i].n, 0);
            cr_expect_eq(p->ledger.disclosed[PHW_STAGE_RECONCILE],
                         p->reconcile.leak_bits);
            /* One round goes beyond: no more than a parity of each bit. */
            cr_expect_leq(p->reconcile.leak_bits,
                          2 * p->n_bits + PHW_AGREEMENT_LEAK_SLACK);
        }
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* What a dishonest Alice says instead. */
typedef struct greed {
    uint8_t n_planes; /* of each component, 0: as she said */
    uint32_t m;       /* bits to amplify to, 0: as she said */
    size_t n;         /* of so many */
} greed;

static void demand(void *context, phw_role from, phw_message *frame)
{
    const greed *g = context;
    const uint8_t type = phw_message_type(frame);
    (void)from;
    if (type == PHW_MESSAGE_LOADING && g->n_planes > 0)
        frame->byte[PHW_MESSAGE_HEADER_SIZE] = g->n_planes;
    if (type != PHW_MESSAGE_AMPLIFY || g->m == 0)
        return;
    phw_bits seed = {0};
    cr_assert_eq(phw_bits_alloc(&seed, g->n + g->m - 1), PHW_OK);
    phw_message_begin(frame, type, phw_message_sequence(frame));
    phw_message_put_u32(frame, g->m);
    phw_message_put_bits(frame, &seed);
    cr_assert_eq(phw_message_end(frame), PHW_OK);
    phw_bits_free(&seed);
}

/* Bob knows neither her estimate nor her choice, but that there is not more than
 * everything. */
Test(agreement, bob_refuses_a_key_longer_than_all_that_is_left)
{
    phw_trace a = make_trace(1500, 25, 1, 1);
    phw_trace b = make_trace(1500, 25, 1, 2);
    phw_agreement_config c = plain_config();
    phw_rehearsal clean = meet(&a, &b, &c, 1, NULL, NULL);
    const phw_agreement_report *p = &clean.report[PHW_BOB];
    cr_assert_eq(p->status, PHW_OK, "%s", p->reason);
    const size_t most = p->n_bits - phw_ledger_total(&p->ledger);
    for (uint32_t more = 0; more <= 1; ++more) {
        greed g = {.m = (uint32_t)most + more, .n = p->n_bits};
        phw_rehearsal r = meet(&a, &b, &c, 1, demand, &g);
        cr_expect_eq(strstr(r.report[PHW_BOB].reason, "wants a key") != NULL, more > 0,
                     "%s", r.report[PHW_BOB].reason);
        for (int i = 0; i < 2; ++i)
            cr_expect_neq(r.report[i].status, PHW_OK);
        phw_rehearsal_free(&r);
    }
    phw_rehearsal_free(&clean);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(agreement, bob_refuses_planes_that_there_are_not)
{
    phw_trace a = make_trace(1500, 25, 1, 1);
    phw_trace b = make_trace(1500, 25, 1, 2);
    phw_agreement_config c = wordy_config();
    for (unsigned n_planes = PHW_QUANTIZER_BITS_MAX + 1; n_planes < 256;
         n_planes += 100) {
        greed g = {.n_planes = (uint8_t)n_planes};
        phw_rehearsal r = meet(&a, &b, &c, 1, demand, &g);
        cr_expect_not_null(strstr(r.report[PHW_BOB].reason, "planes of a component"),
                           "%s", r.report[PHW_BOB].reason);
        cr_expect_eq(r.report[PHW_BOB].status, PHW_EPEER);
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* They are charged, and the key is what it was less their number. */
Test(agreement, a_confirmation_with_bits_of_its_own_shortens_the_key_by_them)
{
    phw_trace a = make_trace(1500, 25, 1, 1);
    phw_trace b = make_trace(1500, 25, 1, 2);
    phw_agreement_config c = plain_config();
    for (size_t confirm = 0; confirm <= 128; confirm += 128) {
        c.confirm_bits = confirm;
        phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
        cr_assert_eq(r.report[0].status, PHW_OK, "%s", r.report[0].reason);
        cr_assert_eq(r.report[1].status, PHW_OK, "%s", r.report[1].reason);
        cr_expect(phw_bits_equal(&r.key[0], &r.key[1]));
        for (int i = 0; i < 2; ++i) {
            const phw_agreement_report *p = &r.report[i];
            cr_expect_eq(p->confirm_bits, confirm);
            cr_expect_eq(p->key_bits, r.key[i].n);
            cr_expect_eq(p->ledger.disclosed[PHW_STAGE_VERIFY], c.tag_bits + confirm);
        }
        cr_expect_eq(r.key[0].n, (size_t)r.report[0].min_entropy_bits -
                                     phw_ledger_total(&r.report[0].ledger));
        phw_rehearsal_free(&r);
    }
    c.key_bits_max = 256;
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_expect_eq(r.key[0].n, 256);
    cr_expect_eq(r.key[1].n, 256);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

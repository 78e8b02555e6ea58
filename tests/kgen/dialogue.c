#include "kgen/dialogue.h"

#include <string.h>

#include <criterion/criterion.h>

/* A machine that asks for three fixed parities, twice. */
typedef struct echo {
    phw_dialogue talk;
    uint64_t own;
    uint64_t seen[2];
    unsigned round;
} echo;

static phw_status ask(void *machine)
{
    echo *e = machine;
    PHW_TRY(phw_dialogue_reserve(&e->talk, 3));
    e->talk.parity.word[0] = e->own;
    e->talk.parity.n = 3;
    return PHW_OK;
}

static phw_status apply(void *machine)
{
    echo *e = machine;
    e->seen[e->round++] = e->talk.parity.word[0];
    return PHW_OK;
}

static phw_status next(void *machine)
{
    echo *e = machine;
    e->talk.ended = e->round == 2;
    return e->talk.ended ? PHW_OK : phw_dialogue_round(&e->talk);
}

static const phw_dialogue_calls calls = {.ask = ask, .apply = apply, .next = next};

static phw_status step(echo *e, phw_message *out, bool *done, const phw_message *in)
{
    return phw_dialogue_step(&e->talk, out, done, in, &calls, e);
}

static void begin(echo *e, phw_role role, uint64_t own)
{
    *e = (echo){.talk = {.name = "echo", .role = role}, .own = own};
    phw_dialogue_reset(&e->talk);
    cr_assert_eq(next(e), PHW_OK);
}

Test(dialogue, both_ends_see_the_differences_and_count_alike)
{
    echo end[2];
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    begin(&end[PHW_ALICE], PHW_ALICE, 5);
    begin(&end[PHW_BOB], PHW_BOB, 3);
    const phw_message *in = NULL;
    for (unsigned i = 0; !(done[0] && done[1]); i = 1 - i) {
        cr_assert_eq(step(&end[i], &frame[i], &done[i], in), PHW_OK);
        in = &frame[i];
    }
    for (unsigned i = 0; i < 2; ++i) {
        const phw_reconcile_figures *f = &end[i].talk.figures;
        cr_expect_eq(end[i].seen[0], 6);
        cr_expect_eq(end[i].seen[1], 6);
        cr_expect_eq(f->leak_bits, 6);
        cr_expect_eq(f->reply_bits, 6);
        cr_expect_eq(f->n_rounds, 2);
        cr_expect_eq(f->n_messages, 4);
        cr_expect_eq(f->bytes_sent, 2 * (PHW_MESSAGE_HEADER_SIZE + 1));
        cr_expect_eq(f->bytes_received, f->bytes_sent);
        phw_dialogue_free(&end[i].talk);
        phw_message_free(&frame[i]);
    }
}

static phw_status refuse(void *machine)
{
    (void)machine;
    return phw_fail(PHW_ENOKEY, "too many");
}

/* Bob's answer goes out, by which Alice finds it too; his next step says so. */
Test(dialogue, too_many_differences_end_it_at_both_ends)
{
    static const phw_dialogue_calls refusing = {
        .ask = ask, .apply = refuse, .next = next};
    echo end[2];
    phw_message frame[2] = {{0}};
    bool done = false;
    begin(&end[PHW_ALICE], PHW_ALICE, 5);
    begin(&end[PHW_BOB], PHW_BOB, 3);
    cr_assert_eq(step(&end[0], &frame[0], &done, NULL), PHW_OK);
    cr_expect_eq(phw_dialogue_step(&end[1].talk, &frame[1], &done, &frame[0], &refusing,
                                   &end[1]),
                 PHW_OK);
    cr_expect(!done);
    cr_expect_gt(frame[1].size, 0);
    cr_expect_eq(phw_dialogue_step(&end[0].talk, &frame[0], &done, &frame[1], &refusing,
                                   &end[0]),
                 PHW_ENOKEY);
    cr_expect_eq(frame[0].size, 0);
    cr_expect_eq(phw_dialogue_step(&end[1].talk, &frame[1], &done, &frame[1], &refusing,
                                   &end[1]),
                 PHW_ENOKEY);
    cr_expect_eq(frame[1].size, 0);
    phw_dialogue_reset(&end[1].talk);
    cr_expect(!end[1].talk.refused);
    for (unsigned i = 0; i < 2; ++i) {
        phw_dialogue_free(&end[i].talk);
        phw_message_free(&frame[i]);
    }
}

Test(dialogue, a_message_that_does_not_fit_ends_it)
{
    static const uint8_t payload[][2] = {{0, 0}, {8, 0}};
    static const size_t size[] = {2, 1}; /* a byte too many; a bit past the third */

    for (unsigned i = 0; i < 2; ++i) {
        echo bob;
        phw_message in = {0};
        phw_message out = {0};
        bool done = false;
        begin(&bob, PHW_BOB, 3);
        phw_message_begin(&in, 0, 0);
        phw_message_put_bytes(&in, payload[i], size[i]);
        cr_assert_eq(phw_message_end(&in), PHW_OK);
        cr_expect_eq(step(&bob, &out, &done, &in), PHW_EPEER);
        cr_expect_eq(out.size, 0, "nothing is sent");
        cr_expect_eq(step(&bob, &out, &done, &in), PHW_EPEER, "and it stays ended");
        phw_dialogue_free(&bob.talk);
        phw_message_free(&in);
        phw_message_free(&out);
    }
}

Test(dialogue, bob_does_not_begin)
{
    echo bob;
    phw_message out = {0};
    bool done = false;
    begin(&bob, PHW_BOB, 3);
    cr_expect_eq(step(&bob, &out, &done, NULL), PHW_EARG);
    phw_dialogue_free(&bob.talk);
    phw_message_free(&out);
}

Test(dialogue, too_many_rounds_end_it)
{
    phw_dialogue d = {.name = "echo", .rounds_max = 2};
    cr_expect_eq(phw_dialogue_round(&d), PHW_OK);
    cr_expect_eq(phw_dialogue_round(&d), PHW_OK);
    cr_expect_eq(phw_dialogue_round(&d), PHW_EPEER);
}

Test(dialogue, room_grows_and_keeps_what_is_there)
{
    phw_dialogue d = {0};
    cr_assert_eq(phw_dialogue_reserve(&d, 3), PHW_OK);
    d.parity.word[0] = 5;
    cr_assert_eq(phw_dialogue_reserve(&d, 100000), PHW_OK);
    cr_expect_eq(d.parity.word[0], 5);
    cr_expect_geq(d.parity.n_words, 100000 / 64 + 2);
    phw_dialogue_free(&d);
    cr_expect_null(d.parity.word);
}

#include "kgen/ldpc.h"

#include <math.h>

#include <criterion/criterion.h>

#include "wire.h"

static const phw_ldpc_config config = {
    .scheme = {.share = 1, .margin = 0, .step = 0.02, .rounds = 24},
    .decoding = {.rule = PHW_LDPC_SUM_PRODUCT, .scale = 11, .iterations = 50},
};

/* Two ends of a frame of n bits at one rate. */
typedef struct pair {
    phw_reconcile_segment all;
    phw_reconcile_task task;
    phw_entropy entropy;
    phw_bits key[2];
    phw_ldpc *end[2];
    phw_message message[2];
} pair;

static void begin(pair *p, size_t n, double rate, const phw_ldpc_config *how,
                  const float *reliability)
{
    *p = (pair){.all = {.from = 0, .to = n, .error_rate = rate}};
    cr_assert_eq(phw_entropy_seeded(&p->entropy, 1, "alice"), PHW_OK);
    p->task = (phw_reconcile_task){.n = n,
                                   .segment = &p->all,
                                   .n_segments = 1,
                                   .reliability = reliability,
                                   .entropy = &p->entropy};
    p->key[PHW_ALICE] = random_bits(n, 1);
    p->key[PHW_BOB] = noisy_bits(&p->key[PHW_ALICE], rate, 1);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(
            phw_ldpc_create(&p->end[i], (phw_role)i, how, &p->task, &p->key[i]),
            PHW_OK);
}

static void end(pair *p)
{
    for (int i = 0; i < 2; ++i) {
        phw_ldpc_destroy(p->end[i]);
        phw_bits_free(&p->key[i]);
        phw_message_free(&p->message[i]);
    }
}

/* Frame `frame` from the start to the end; whether the keys agree. */
static bool run(pair *p, uint32_t frame, double rate)
{
    for (int i = 0; i < 2; ++i)
        phw_bits_free(&p->key[i]);
    p->key[PHW_ALICE] = random_bits(p->task.n, frame);
    p->key[PHW_BOB] = noisy_bits(&p->key[PHW_ALICE], rate, frame);
    bool done[2] = {false, false};
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_ldpc_reset(p->end[i], &p->key[i]), PHW_OK);
    const phw_message *in = NULL;
    for (int i = PHW_ALICE; !done[0] || !done[1]; i = 1 - i) {
        cr_assert_eq(phw_ldpc_step(p->end[i], &p->message[i], &done[i], in), PHW_OK);
        in = p->message[i].size > 0 ? &p->message[i] : NULL;
    }
    return phw_bits_equal(phw_ldpc_key(p->end[0]), phw_ldpc_key(p->end[1]));
}

/* On the wire are the checks, padded to bytes, the private bits among them. */
Test(ldpc, leak_is_what_crossed_the_wire_less_private_bits)
{
    static const size_t sizes[] = {500, 3000, 20000};
    for (unsigned i = 0; i < 3; ++i) {
        pair p;
        begin(&p, sizes[i], 0.05, &config, NULL);
        phw_ldpc_plan plan;
        cr_assert_eq(phw_ldpc_plan_make(&plan, &p.task, &config.scheme), PHW_OK);
        for (uint32_t frame = 0; frame < 3; ++frame) {
            cr_expect(run(&p, frame, 0.05));
            const phw_reconcile_figures a = phw_ldpc_figures(p.end[PHW_ALICE]);
            const phw_reconcile_figures b = phw_ldpc_figures(p.end[PHW_BOB]);
            const uint64_t wire =
                8 * (a.bytes_sent - a.n_rounds * PHW_MESSAGE_HEADER_SIZE);
            const uint64_t checks = a.leak_bits + 2 * plan.z * plan.n_blocks;
            cr_expect(checks <= wire && wire < checks + 8 * a.n_rounds);
            cr_expect_eq(a.leak_bits, b.leak_bits);
            cr_expect_eq(a.bytes_sent, b.bytes_received);
            cr_expect_eq(a.n_messages, 2 * a.n_rounds);
            cr_expect_eq(b.n_corrected,
                         phw_bits_distance(&p.key[PHW_BOB], phw_ldpc_key(p.end[1])));
            cr_expect(!a.gave_up && !b.gave_up);
        }
        end(&p);
    }
}

/* They are drawn for every frame: the same key is never said twice alike. */
Test(ldpc, private_bits_are_fresh_each_frame)
{
    pair p;
    phw_message first = {0};
    bool done = false;
    begin(&p, 3000, 0.05, &config, NULL);
    cr_assert_eq(phw_ldpc_step(p.end[0], &first, &done, NULL), PHW_OK);
    for (int i = 0; i < 3; ++i) {
        size_t n_same = 0;
        cr_assert_eq(phw_ldpc_reset(p.end[0], &p.key[0]), PHW_OK);
        cr_assert_eq(phw_ldpc_step(p.end[0], &p.message[0], &done, NULL), PHW_OK);
        cr_assert_eq(p.message[0].size, first.size);
        for (size_t k = PHW_MESSAGE_HEADER_SIZE; k < first.size; ++k)
            n_same += p.message[0].byte[k] == first.byte[k];
        cr_expect_lt(n_same, first.size / 2);
    }
    phw_message_free(&first);
    end(&p);
}

Test(ldpc, one_way_is_one_message)
{
    phw_ldpc_config how = config;
    how.scheme.rounds = 0;
    how.scheme.margin = 3;
    pair p;
    begin(&p, 4000, 0.05, &how, NULL);
    unsigned n_failed = 0;
    for (uint32_t frame = 0; frame < 20; ++frame) {
        const bool equal = run(&p, frame, 0.05);
        const phw_reconcile_figures b = phw_ldpc_figures(p.end[PHW_BOB]);
        cr_expect_eq(b.n_messages, 1);
        cr_expect_eq(b.reply_bits, 0);
        cr_expect_eq(b.gave_up, !equal);
        n_failed += !equal;
    }
    cr_expect_leq(n_failed, 2);
    end(&p);
}

/* Wrong by ten: no word is found with what may be sent; Bob says so and stays as he
 * was. */
Test(ldpc, a_frame_that_cant_be_decoded_is_given_up)
{
    phw_ldpc_config how = config;
    how.scheme.rounds = 2;
    pair p;
    begin(&p, 2000, 0.02, &how, NULL);
    cr_expect(!run(&p, 1, 0.2));
    const phw_reconcile_figures b = phw_ldpc_figures(p.end[PHW_BOB]);
    cr_expect(b.gave_up);
    cr_expect_eq(b.n_messages, 6);
    cr_expect(phw_bits_equal(phw_ldpc_key(p.end[PHW_BOB]), &p.key[PHW_BOB]));
    end(&p);
}

/* A third of the bits is nearly sure and a third nearly even: knowing which takes fewer
 * checks than the mean rate does. */
Test(ldpc, ratios_of_the_bits_save_leak)
{
    enum {
        N = 3000
    };

    static const double rates[3] = {0.001, 0.03, 0.2};
    float llr[N];
    for (unsigned i = 0; i < N; ++i)
        llr[i] = (float)log((1 - rates[i % 3]) / rates[i % 3]);
    uint64_t leak[2] = {0, 0};
    for (int told = 0; told < 2; ++told) {
        pair p;
        begin(&p, N, 0.05, &config, told ? llr : NULL);
        for (uint32_t frame = 0; frame < 8; ++frame) {
            phw_bits a = random_bits(N, frame);
            phw_bits b = {0};
            cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
            for (unsigned k = 0; k < 3; ++k) {
                phw_bits noisy = noisy_bits(&a, rates[k], frame);
                for (unsigned i = k; i < N; i += 3)
                    phw_bits_set(&b, i, phw_bits_get(&noisy, i));
                phw_bits_free(&noisy);
            }
            bool done[2] = {false, false};
            cr_assert_eq(phw_ldpc_reset(p.end[0], &a), PHW_OK);
            cr_assert_eq(phw_ldpc_reset(p.end[1], &b), PHW_OK);
            const phw_message *in = NULL;
            for (int i = PHW_ALICE; !done[0] || !done[1]; i = 1 - i) {
                cr_assert_eq(phw_ldpc_step(p.end[i], &p.message[i], &done[i], in),
                             PHW_OK);
                in = p.message[i].size > 0 ? &p.message[i] : NULL;
            }
            cr_expect(phw_bits_equal(phw_ldpc_key(p.end[0]), phw_ldpc_key(p.end[1])));
            leak[told] += phw_ldpc_figures(p.end[1]).leak_bits;
            phw_bits_free(&a);
            phw_bits_free(&b);
        }
        end(&p);
    }
    cr_expect_lt((double)leak[1], 0.9 * (double)leak[0], "%f of %f", (double)leak[1],
                 (double)leak[0]);
}

/* Whatever is changed in a message: an error of the peer, or an end in order. */
Test(ldpc, hostile_messages_end_in_order)
{
    pair p;
    begin(&p, 1000, 0.05, &config, NULL);
    bool done = false;
    cr_assert_eq(phw_ldpc_step(p.end[0], &p.message[0], &done, NULL), PHW_OK);
    const size_t size = p.message[0].size;
    for (size_t cut = PHW_MESSAGE_HEADER_SIZE; cut <= size + 1; ++cut) {
        phw_message m = {0};
        phw_message_begin(&m, 0, 0);
        for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < cut; ++i)
            phw_message_put_u8(&m, i < size ? p.message[0].byte[i] : 0);
        cr_assert_eq(phw_message_end(&m), PHW_OK);
        cr_assert_eq(phw_ldpc_reset(p.end[1], &p.key[1]), PHW_OK);
        const phw_status s = phw_ldpc_step(p.end[1], &p.message[1], &done, &m);
        cr_expect_eq(s, cut == size ? PHW_OK : PHW_EPEER);
        cr_expect(cut == size || p.message[1].size == 0);
        phw_message_free(&m);
    }
    /* A dead machine stays dead, and Alice asks for no word of Bob's first. */
    cr_assert_eq(phw_ldpc_step(p.end[1], &p.message[1], &done, &p.message[0]),
                 PHW_EPEER);
    cr_assert_eq(phw_ldpc_reset(p.end[0], &p.key[0]), PHW_OK);
    cr_expect_eq(phw_ldpc_step(p.end[0], &p.message[1], &done, &p.message[0]),
                 PHW_EPEER);
    end(&p);
}

/* A Bob who never has enough gets no more than the cap, and then an error. */
Test(ldpc, requests_end_with_the_rounds)
{
    pair p;
    begin(&p, 300, 0.05, &config, NULL);
    phw_message more = {0};
    phw_message_begin(&more, 0, 0);
    phw_message_put_u8(&more, 1);
    cr_assert_eq(phw_message_end(&more), PHW_OK);
    bool done = false;
    phw_status s = phw_ldpc_step(p.end[0], &p.message[0], &done, NULL);
    unsigned n_steps = 0;
    while (!s && !done && n_steps < 100) {
        s = phw_ldpc_step(p.end[0], &p.message[0], &done, &more);
        ++n_steps;
    }
    cr_expect_eq(s, PHW_EPEER);
    cr_expect_leq(n_steps, 25);
    cr_expect_leq(phw_ldpc_figures(p.end[0]).leak_bits, 300);
    phw_message_free(&more);
    end(&p);
}

Test(ldpc, alice_needs_private_randomness)
{
    const phw_reconcile_segment all = {.from = 0, .to = 1000, .error_rate = 0.05};
    const phw_reconcile_task task = {.n = 1000, .segment = &all, .n_segments = 1};
    phw_bits key = random_bits(1000, 1);
    phw_ldpc *l = NULL;
    cr_expect_eq(phw_ldpc_create(&l, PHW_ALICE, &config, &task, &key), PHW_EARG);
    cr_expect_null(l);
    cr_expect_eq(phw_ldpc_create(&l, PHW_BOB, &config, &task, &key), PHW_OK);
    phw_ldpc_destroy(l);
    phw_bits_free(&key);
}

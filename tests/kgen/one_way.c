#include "kgen/one_way.h"

#include <criterion/criterion.h>

#include "wire.h"

/* A code that says everything: the syndrome is the key. */
static void destroy(void *codec)
{
    *(int *)codec = 1;
}

static void copy(phw_bits *out, const phw_bits *in)
{
    if (in->n > 0)
        memcpy(out->word, in->word, phw_bits_words(in->n) * sizeof *in->word);
}

static void measure(void *codec, phw_bits *syndrome, const phw_bits *key)
{
    (void)codec;
    copy(syndrome, key);
}

static bool correct(void *codec, phw_bits *key, const phw_bits *syndrome)
{
    (void)codec;
    copy(key, syndrome);
    return true;
}

static bool never(void *codec, phw_bits *key, const phw_bits *syndrome)
{
    (void)codec;
    (void)key;
    (void)syndrome;
    return false;
}

static const phw_one_way_code all = {destroy, measure, correct};
static const phw_one_way_code none = {destroy, measure, never};

typedef struct pair {
    phw_reconciliation *end[2];
    phw_message out[2];
    bool done[2];
    int gone[2];
    phw_bits key[2];
} pair;

static void open_pair(pair *p, const phw_one_way_code *code, size_t n)
{
    *p = (pair){0};
    p->key[PHW_ALICE] = random_bits(n, 1);
    p->key[PHW_BOB] = noisy_bits(&p->key[PHW_ALICE], 0.25, 1);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_one_way_create(&p->end[i], (phw_role)i, code, &p->gone[i], n,
                                        &p->key[i]),
                     PHW_OK);
}

static void close_pair(pair *p)
{
    for (int i = 0; i < 2; ++i) {
        phw_one_way_destroy(p->end[i]);
        cr_expect_eq(p->gone[i], 1, "the codec goes with the machine");
        phw_message_free(&p->out[i]);
        phw_bits_free(&p->key[i]);
    }
}

static phw_status step(pair *p, int role, bool first)
{
    return phw_one_way_step(p->end[role], &p->out[role], &p->done[role],
                            first ? NULL : &p->out[1 - role]);
}

Test(one_way, is_a_message_and_a_verdict)
{
    pair p;
    open_pair(&p, &all, 100);
    const size_t n_errors = phw_bits_distance(&p.key[0], &p.key[1]);
    for (int frame = 0; frame < 2; ++frame) {
        cr_assert_eq(step(&p, PHW_ALICE, true), PHW_OK);
        cr_expect_eq(p.out[PHW_ALICE].size, PHW_MESSAGE_HEADER_SIZE + 13);
        cr_expect(!p.done[PHW_ALICE]);
        cr_assert_eq(step(&p, PHW_BOB, false), PHW_OK);
        cr_expect(p.done[PHW_BOB]);
        cr_expect_eq(p.out[PHW_BOB].size, PHW_MESSAGE_HEADER_SIZE + 1);
        cr_assert_eq(step(&p, PHW_ALICE, false), PHW_OK);
        cr_expect(p.done[PHW_ALICE]);
        cr_expect_eq(p.out[PHW_ALICE].size, 0);
        cr_expect(phw_bits_equal(phw_one_way_key(p.end[PHW_BOB]), &p.key[PHW_ALICE]));
        for (int i = 0; i < 2; ++i) {
            const phw_reconcile_figures f = phw_one_way_figures(p.end[i]);
            cr_expect_eq(f.leak_bits, 100);
            cr_expect_eq(f.reply_bits, 1);
            cr_expect_eq(f.n_rounds, 1);
            cr_expect_eq(f.n_messages, 2);
            cr_expect_eq(f.bytes_sent, p.out[i].size + (i == PHW_ALICE ? 25 : 0));
            cr_expect_eq(f.n_corrected, i == PHW_BOB ? n_errors : 0);
            cr_expect(!f.gave_up);
            cr_expect_eq(phw_bits_count(phw_one_way_corrected(p.end[i])), 0);
            cr_assert_eq(phw_one_way_reset(p.end[i], &p.key[i]), PHW_OK);
            p.done[i] = false;
        }
    }
    close_pair(&p);
}

Test(one_way, giving_up_is_known_at_both_ends)
{
    pair p;
    open_pair(&p, &none, 100);
    cr_assert_eq(step(&p, PHW_ALICE, true), PHW_OK);
    cr_assert_eq(step(&p, PHW_BOB, false), PHW_OK);
    cr_assert_eq(step(&p, PHW_ALICE, false), PHW_OK);
    cr_expect(phw_one_way_figures(p.end[PHW_ALICE]).gave_up);
    cr_expect(phw_one_way_figures(p.end[PHW_BOB]).gave_up);
    cr_expect(p.done[PHW_ALICE] && p.done[PHW_BOB]);
    close_pair(&p);
}

Test(one_way, long_syndromes_go_in_parts)
{
    const size_t n = ((size_t)1 << 22) + 5;
    pair p;
    open_pair(&p, &all, n);
    cr_assert_eq(step(&p, PHW_ALICE, true), PHW_OK);
    cr_assert_eq(step(&p, PHW_BOB, false), PHW_OK);
    cr_expect(!p.done[PHW_BOB]);
    cr_expect_eq(p.out[PHW_BOB].size, PHW_MESSAGE_HEADER_SIZE);
    cr_assert_eq(step(&p, PHW_ALICE, false), PHW_OK);
    cr_expect_eq(p.out[PHW_ALICE].size, PHW_MESSAGE_HEADER_SIZE + 1);
    cr_assert_eq(step(&p, PHW_BOB, false), PHW_OK);
    cr_assert_eq(step(&p, PHW_ALICE, false), PHW_OK);
    cr_expect(p.done[PHW_ALICE] && p.done[PHW_BOB]);
    cr_expect(phw_bits_equal(phw_one_way_key(p.end[PHW_BOB]), &p.key[PHW_ALICE]));
    cr_expect_eq(phw_one_way_figures(p.end[PHW_BOB]).leak_bits, n);
    cr_expect_eq(phw_one_way_figures(p.end[PHW_BOB]).n_messages, 4);
    close_pair(&p);
}

Test(one_way, nothing_is_said_of_nothing)
{
    pair p;
    open_pair(&p, &all, 0);
    cr_assert_eq(step(&p, PHW_ALICE, true), PHW_OK);
    cr_assert_eq(step(&p, PHW_BOB, true), PHW_OK);
    cr_expect(p.done[PHW_ALICE] && p.done[PHW_BOB]);
    cr_expect_eq(p.out[PHW_ALICE].size + p.out[PHW_BOB].size, 0);
    close_pair(&p);
}

static phw_message message(const uint8_t *byte, size_t n)
{
    phw_message m = {0};
    phw_message_begin(&m, 0, 0);
    phw_message_put_bytes(&m, byte, n);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

/* Twelve bits: two bytes whose last four bits are 0 are a syndrome, and no other. */
Test(one_way, what_is_no_syndrome_is_refused)
{
    static const uint8_t byte[][3] = {{1, 0, 0}, {1, 0x10, 0}, {1, 2, 3}, {1, 0x0f, 0}};
    static const size_t size[] = {1, 2, 3, 2};
    static const phw_status want[] = {PHW_EPEER, PHW_EPEER, PHW_EPEER, PHW_OK};
    for (unsigned i = 0; i < 4; ++i) {
        pair p;
        open_pair(&p, &all, 12);
        phw_message in = message(byte[i], size[i]);
        const phw_status s =
            phw_one_way_step(p.end[PHW_BOB], &p.out[PHW_BOB], &p.done[PHW_BOB], &in);
        cr_expect_eq(s, want[i], "%u", i);
        /* Dead, or done. */
        cr_expect_eq(
            phw_one_way_step(p.end[PHW_BOB], &p.out[PHW_BOB], &p.done[PHW_BOB], &in),
            PHW_EPEER);
        phw_message_free(&in);
        close_pair(&p);
    }
}

Test(one_way, what_is_no_verdict_is_refused)
{
    static const uint8_t byte[][2] = {{0, 0}, {2, 0}, {1, 1}, {1, 0}};
    static const size_t size[] = {0, 1, 2, 1};
    static const phw_status want[] = {PHW_EPEER, PHW_EPEER, PHW_EPEER, PHW_OK};
    for (unsigned i = 0; i < 4; ++i) {
        pair p;
        open_pair(&p, &all, 12);
        phw_message in = message(byte[i], size[i]);
        cr_assert_eq(step(&p, PHW_ALICE, true), PHW_OK);
        cr_expect_eq(phw_one_way_step(p.end[PHW_ALICE], &p.out[PHW_ALICE],
                                      &p.done[PHW_ALICE], &in),
                     want[i], "%u", i);
        phw_message_free(&in);
        close_pair(&p);
    }
}

Test(one_way, speaking_out_of_turn_is_refused)
{
    static const uint8_t verdict = 1;
    pair p;
    open_pair(&p, &all, 12);
    phw_message in = message(&verdict, 1);
    cr_expect_eq(
        phw_one_way_step(p.end[PHW_ALICE], &p.out[PHW_ALICE], &p.done[PHW_ALICE], &in),
        PHW_EPEER);
    cr_expect_eq(step(&p, PHW_BOB, true), PHW_EARG);
    phw_message_free(&in);
    phw_bits other = random_bits(13, 1);
    cr_expect_eq(phw_one_way_reset(p.end[PHW_BOB], &other), PHW_EARG);
    phw_bits_free(&other);
    close_pair(&p);
}

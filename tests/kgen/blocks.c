#include "kgen/blocks.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "wire.h"

static const uint8_t digest[PHW_TRANSCRIPT_SIZE] = {1, 2, 3};

/* Both ends over one string of n bits that differ at `rate`, in blocks. */
typedef struct both {
    phw_blocks *end[2];
    phw_bits key[2];
    size_t n_messages;
} both;

static both reconcile(const char *name, const char *params, size_t n, size_t block_bits,
                      double rate)
{
    both b = {{NULL, NULL}, {{0}, {0}}, 0};
    phw_reconcile_task task = {.n = n};
    const phw_reconciler *r = entry(&task.params, name, params);
    /* Segments that no block's border respects. */
    const phw_reconcile_segment segment[3] = {
        {0, n / 7, rate}, {n / 7, n / 2, rate / 2}, {n / 2, n, rate}};
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    task.segment = segment;
    task.n_segments = 3;
    b.key[0] = random_bits(n, 1);
    b.key[1] = noisy_bits(&b.key[0], rate, 2);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_blocks_create(&b.end[i], (phw_role)i, r, &task, digest,
                                       block_bits, &b.key[i]),
                     PHW_OK, "%s", phw_error_message());
    const phw_message *in = NULL;
    for (int who = 0; !(done[0] && done[1]); who = 1 - who) {
        cr_assert_eq(phw_blocks_step(b.end[who], &frame[who], &done[who], in), PHW_OK,
                     "%s", phw_error_message());
        in = frame[who].size > 0 ? &frame[who] : NULL;
        b.n_messages += in != NULL;
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    return b;
}

static void free_both(both *b)
{
    for (int i = 0; i < 2; ++i) {
        phw_blocks_destroy(b->end[i]);
        phw_bits_free(&b->key[i]);
    }
}

Test(blocks, are_as_long_as_asked_and_never_too_many)
{
    cr_expect_eq(phw_blocks_count_of(1000, 0), 1);
    cr_expect_eq(phw_blocks_count_of(1000, 1000), 1);
    cr_expect_eq(phw_blocks_count_of(1001, 1000), 2);
    cr_expect_eq(phw_blocks_count_of(1000, 64), 16);
    cr_expect_eq(phw_blocks_count_of(10000000, 64), PHW_BLOCKS_MAX);
    cr_expect_eq(phw_blocks_count_of(0, 64), 1);
}

Test(blocks, together_correct_the_string_in_the_rounds_of_one)
{
    both one = reconcile("yan", "passes=16", 6000, 0, 0.05);
    both many = reconcile("yan", "passes=16", 6000, 700, 0.05);
    cr_expect_eq(phw_blocks_n(one.end[0]), 1);
    cr_expect_eq(phw_blocks_n(many.end[0]), 9);
    both *run[2] = {&one, &many};
    for (int i = 0; i < 2; ++i) {
        cr_expect(phw_bits_equal(phw_blocks_key(run[i]->end[1]), &run[i]->key[0]));
        cr_expect(phw_bits_equal(phw_blocks_key(run[i]->end[0]), &run[i]->key[0]));
        phw_bits errors = {0};
        cr_assert_eq(phw_bits_copy(&errors, &run[i]->key[0]), PHW_OK);
        phw_bits_xor(&errors, &run[i]->key[1]);
        for (int k = 0; k < 2; ++k) {
            cr_expect(phw_bits_equal(phw_blocks_corrected(run[i]->end[k]), &errors));
            cr_expect_eq(phw_blocks_figures(run[i]->end[k]).n_corrected,
                         phw_bits_count(&errors));
            cr_expect_eq(phw_blocks_figures(run[i]->end[k]).leak_bits,
                         phw_blocks_figures(run[i]->end[0]).leak_bits);
        }
        phw_bits_free(&errors);
    }
    cr_expect_lt(many.n_messages, 2 * one.n_messages);
    free_both(&one);
    free_both(&many);
}

/* Blocks of the same bits are not asked about alike. */
Test(blocks, each_has_permutations_of_its_own)
{
    enum {
        SIZE = 512
    };

    const phw_reconcile_segment all = {0, 2 * SIZE, 0.05};
    phw_reconcile_task task = {.n = 2 * SIZE, .segment = &all, .n_segments = 1};
    const phw_reconciler *r = entry(&task.params, "winnow", NULL);
    phw_bits key = random_bits(SIZE, 1);
    phw_bits again = random_bits(SIZE, 1);
    phw_blocks *alice = NULL;
    phw_message said = {0};
    bool done = false;
    cr_assert_eq(phw_bits_append(&key, &again), PHW_OK);
    cr_assert_eq(phw_blocks_create(&alice, PHW_ALICE, r, &task, digest, SIZE, &key),
                 PHW_OK);
    cr_assert_eq(phw_blocks_step(alice, &said, &done, NULL), PHW_OK);
    phw_reader in = phw_reader_open(&said);
    const size_t size = (size_t)phw_reader_varint(&in) - 1;
    const uint8_t *first = phw_reader_view(&in, size);
    cr_expect_eq(phw_reader_varint(&in) - 1, size);
    const uint8_t *second = phw_reader_view(&in, size);
    cr_assert_eq(phw_reader_close(&in), PHW_OK);
    cr_expect_neq(memcmp(first, second, size), 0);
    phw_blocks_destroy(alice);
    phw_message_free(&said);
    phw_bits_free(&key);
    phw_bits_free(&again);
}

/* One pass leaves pairs of errors in some blocks. Their tags differ, those of the
 * others do not, and what is kept is the same at both ends. */
Test(blocks, those_that_differ_are_found_by_their_tags_and_left_out)
{
    both b = reconcile("original", "passes=1", 5000, 250, 0.01);
    const phw_verify_key key = {.point = 0x123456789abcdef1U, .factor = 77};
    const size_t n = phw_blocks_n(b.end[0]);
    uint64_t tag[2][PHW_BLOCKS_MAX];
    phw_bits good = {0};
    cr_assert_eq(n, 20);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_blocks_tags(tag[i], b.end[i], &key, 64), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&good, n), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        phw_bits part[2] = {{0}, {0}};
        for (int k = 0; k < 2; ++k)
            cr_assert_eq(phw_bits_slice(&part[k], phw_blocks_key(b.end[k]), 250 * i,
                                        250 * (i + 1)),
                         PHW_OK);
        const bool same = phw_bits_equal(&part[0], &part[1]);
        cr_expect_eq(tag[0][i] == tag[1][i], same, "block %zu", i);
        phw_bits_set(&good, i, same);
        phw_bits_free(&part[0]);
        phw_bits_free(&part[1]);
    }
    cr_assert_gt(phw_bits_count(&good), 0);
    cr_assert_lt(phw_bits_count(&good), n);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_blocks_keep(b.end[i], &good), PHW_OK);
    cr_expect_eq(phw_blocks_key(b.end[0])->n, 250 * phw_bits_count(&good));
    cr_expect(phw_bits_equal(phw_blocks_key(b.end[0]), phw_blocks_key(b.end[1])));
    phw_bits_free(&good);
    free_both(&b);
}

#include "kgen/zero_power_syndrome.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = PHW_BCH_N
};

static phw_zero_power_generator generator(phw_bch **bch, unsigned t)
{
    phw_zero_power_generator g;
    cr_assert_eq(phw_bch_create(bch, t), PHW_OK);
    phw_zero_power_generator_read(&g, *bch);
    cr_assert_eq(g.degree, N - phw_bch_k(*bch));
    return g;
}

static void draw_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 3), trial};
    for (size_t i = 0; i < n; ++i)
        bit[i] = (uint8_t)phw_rng_below(&rng, i, 2);
}

Test(zero_power_syndrome, is_zero_for_code_words_alone)
{
    static const unsigned t_of[] = {1, 8, 9, 18, 43, 59};
    for (size_t c = 0; c < sizeof t_of / sizeof t_of[0]; ++c) {
        phw_bch *bch = NULL;
        const phw_zero_power_generator g = generator(&bch, t_of[c]);
        uint8_t message[N];
        uint8_t word[N];
        uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
        static const uint64_t zero[PHW_ZERO_POWER_REGISTER_WORDS];
        phw_zero_power_work work = {0};
        phw_bits bits = {0};
        cr_assert_eq(phw_bits_alloc(&bits, N), PHW_OK);
        for (uint32_t trial = 0; trial < 10; ++trial) {
            draw_bits(message, phw_bch_k(bch), trial);
            phw_bch_encode(bch, word, message);
            for (size_t i = 0; i < N; ++i)
                phw_bits_set(&bits, i, word[i]);
            phw_zero_power_syndrome(rest, &work, &bits, 0, 1, &g);
            cr_assert_arr_eq(rest, zero, sizeof rest);
            phw_bits_flip(&bits, 17 * trial);
            phw_zero_power_syndrome(rest, &work, &bits, 0, 1, &g);
            cr_assert_neq(memcmp(rest, zero, sizeof rest), 0);
        }
        cr_expect_eq(work.multiplications, 0);
        cr_expect_eq(work.comparisons, 0);
        phw_bits_free(&bits);
        phw_bch_destroy(bch);
    }
}

/* A systematic word of a message of zeros and the remainder has no remainder: by it the
 * low bits are the remainder itself. */
Test(zero_power_syndrome, is_what_the_low_coefficients_lack_of_a_code_word)
{
    phw_bch *bch = NULL;
    const phw_zero_power_generator g = generator(&bch, 18);
    uint8_t bit[N];
    uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
    uint64_t again[PHW_ZERO_POWER_REGISTER_WORDS];
    static const uint64_t zero[PHW_ZERO_POWER_REGISTER_WORDS];
    phw_zero_power_work work = {0};
    phw_bits bits = {0};
    draw_bits(bit, N, 99);
    cr_assert_eq(phw_bits_alloc(&bits, N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        phw_bits_set(&bits, i, bit[i]);
    phw_zero_power_syndrome(rest, &work, &bits, 0, 1, &g);
    for (unsigned j = 0; j < g.degree; ++j) {
        if ((rest[j / 64] >> (j % 64)) & 1U)
            phw_bits_flip(&bits, N - 1 - j);
    }
    phw_zero_power_syndrome(again, &work, &bits, 0, 1, &g);
    cr_expect_arr_eq(again, zero, sizeof again);
    phw_bits_free(&bits);
    phw_bch_destroy(bch);
}

Test(zero_power_syndrome, deals_bits_out_in_turn)
{
    enum {
        BLOCKS = 3
    };

    phw_bch *bch = NULL;
    const phw_zero_power_generator g = generator(&bch, 5);
    phw_zero_power_work work = {0};
    phw_bits dealt = {0};
    cr_assert_eq(phw_bits_alloc(&dealt, BLOCKS * N + 40), PHW_OK);
    for (size_t i = 0; i < dealt.n; ++i)
        phw_bits_set(&dealt, i, (i * i / 7) % 2 == 0);
    for (size_t b = 0; b < BLOCKS; ++b) {
        uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
        uint64_t alone[PHW_ZERO_POWER_REGISTER_WORDS];
        phw_bits block = {0};
        for (size_t q = 0; q < N; ++q)
            cr_assert_eq(phw_bits_push(&block, phw_bits_get(&dealt, b + q * BLOCKS), 1),
                         PHW_OK);
        phw_zero_power_syndrome(rest, &work, &dealt, b, BLOCKS, &g);
        phw_zero_power_syndrome(alone, &work, &block, 0, 1, &g);
        cr_expect_arr_eq(rest, alone, sizeof rest);
        phw_bits_free(&block);
    }
    phw_bits_free(&dealt);
    phw_bch_destroy(bch);
}

#include "kgen/polar_code.h"

#include <criterion/criterion.h>

enum {
    WORDS = (1 << PHW_POLAR_ORDER_MAX) / 64
};

static bool bit_of(const uint64_t *word, size_t i)
{
    return word[i / 64] >> (i % 64) & 1;
}

static size_t count(const uint64_t *word)
{
    size_t sum = 0;
    for (size_t w = 0; w < WORDS; ++w)
        sum += (size_t)__builtin_popcountll(word[w]);
    return sum;
}

/* The order of GLOBECOM 2017's weights is partial: of two bits where one has all ones
 * of the other, or the same ones further up, that one is the more reliable. */
Test(polar_code, known_bits_are_the_less_reliable_in_the_partial_order)
{
    for (size_t n_known = 0; n_known <= 256; n_known += 16) {
        uint64_t frozen[WORDS] = {0};
        cr_assert_eq(phw_polar_code_freeze(frozen, 8, 256, n_known, 1.155), PHW_OK);
        cr_expect_eq(count(frozen), n_known);
        for (size_t i = 0; i < 256; ++i) {
            for (unsigned j = 0; j < 8; ++j) {
                if (i >> j & 1)
                    continue;
                cr_expect(!bit_of(frozen, i | (size_t)1 << j) || bit_of(frozen, i));
                if (j > 0 && (i >> (j - 1) & 1)) {
                    const size_t up = i + ((size_t)1 << (j - 1));
                    cr_expect(!bit_of(frozen, up) || bit_of(frozen, i));
                }
            }
        }
    }
}

/* Bits past the end of a shortened block are known, and so zero in any block. */
Test(polar_code, shortened_blocks_know_their_zeros)
{
    uint64_t frozen[WORDS] = {0};
    cr_assert_eq(phw_polar_code_freeze(frozen, 10, 700, 300, 1.155), PHW_OK);
    cr_expect_eq(count(frozen), 300 + 324);
    uint64_t x[WORDS] = {0};
    for (size_t i = 0; i < 700; ++i)
        x[i / 64] |= (uint64_t)(i * i % 7 < 3) << (i % 64);
    phw_polar_transform(x, 10);
    for (size_t i = 0; i < 1024; ++i) {
        cr_expect(i < 700 || bit_of(frozen, i));
        cr_expect(i < 700 || !bit_of(x, i));
    }
}

/* By hand, beta = 1.155: weights of u_3 = 1 + beta = 2.155 and u_4 = beta^2 = 1.334:
 * with two powers of two it is not the index that decides. */
Test(polar_code, weights_decide_not_indices)
{
    uint64_t frozen[WORDS] = {0};
    /* 0, 1, 2, 4, 8, 16, 32 have at most one one: the seven lightest of 64. */
    cr_assert_eq(phw_polar_code_freeze(frozen, 6, 64, 7, 1.155), PHW_OK);
    cr_expect_eq(frozen[0], UINT64_C(0x0000000100010117));
    cr_expect_eq(phw_polar_code_freeze(frozen, 5, 32, 7, 1.155), PHW_EARG);
}

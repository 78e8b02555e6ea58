#include "kgen/verify.h"

#include <criterion/criterion.h>

#include "core/rng.h"

/* In GF(2^64) modulo X^64 + X^4 + X^3 + X + 1: X^63 * X = X^4 + X^3 + X + 1, and
 * X^63 * X^63 = X^126 = X^62 (X^4 + X^3 + X + 1) = X^66 + X^65 + X^63 + X^62, whose
 * first two terms fold to X^6 + X^5 + X^3 + X^2 and X^5 + X^4 + X^2 + X. */
Test(verify, multiplies_in_the_field)
{
    phw_bits one_word = {0};
    cr_assert_eq(phw_bits_alloc(&one_word, 64), PHW_OK);
    one_word.word[0] = UINT64_C(1) << 63;
    const phw_verify_key by_x = {.point = 1, .factor = 2};
    const phw_verify_key by_top = {.point = 1, .factor = UINT64_C(1) << 63};
    cr_expect_eq(phw_verify_tag(&one_word, &by_x, 64), 0x1b);
    cr_expect_eq(phw_verify_tag(&one_word, &by_top, 64),
                 UINT64_C(0xc000000000000000) ^ 0x6c ^ 0x36);
    phw_bits_free(&one_word);
}

Test(verify, evaluates_the_polynomial_lowest_word_first)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, 192), PHW_OK);
    b.word[0] = 5;
    b.word[1] = 3;
    b.word[2] = 1;
    /* At X: 5 + 3 X + X^2 = 101 + 110 + 100 = 111. */
    const phw_verify_key key = {.point = 2, .factor = 1};
    cr_expect_eq(phw_verify_tag(&b, &key, 64), 7);
    cr_expect_eq(phw_verify_tag(&b, &key, 32), 7);
    phw_bits_free(&b);
}

/* Over 2^8 points and all factors the low t bits can't be tabled, but the difference of
 * two strings is 0 at no more than d points: here every key parts them. */
Test(verify, parts_strings_that_differ_in_one_bit)
{
    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 9)};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, 1000), PHW_OK);
    for (uint64_t i = 0; i < 1000; ++i) {
        uint32_t w[4];
        phw_rng_words(w, &rng, 4 * i, 4);
        const phw_verify_key key = {.point = w[0] | (uint64_t)w[1] << 32,
                                    .factor = w[2] | (uint64_t)w[3] << 32};
        const uint64_t before = phw_verify_tag(&b, &key, 32);
        phw_bits_flip(&b, i);
        cr_expect_neq(phw_verify_tag(&b, &key, 32), before);
        cr_expect_eq(phw_verify_tag(&b, &key, 40) >> 40, 0);
    }
    phw_bits_free(&b);
}

#include "kgen/verify.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/binary_field.h"

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

/* The difference of two strings is 0 at no more than d - 1 of 2^64 points: here every
 * key parts them. */
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

Test(verify, is_the_same_in_plain_c)
{
    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 27)};
    for (size_t n = 0; n < 700; n += 1 + n / 9) {
        phw_bits b = {0};
        uint32_t w[4];
        cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
        for (size_t i = 0; i < n; ++i) {
            phw_rng_words(w, &rng, 1000 * n + i, 1);
            phw_bits_set(&b, i, w[0] & 1);
        }
        phw_rng_words(w, &rng, 1000 * n + 900, 4);
        const phw_verify_key key = {.point = w[0] | (uint64_t)w[1] << 32,
                                    .factor = w[2] | (uint64_t)w[3] << 32};
        cr_expect_eq(phw_verify_tag(&b, &key, 64), phw_verify_tag_plain(&b, &key, 64));
        cr_expect_eq(phw_verify_tag(&b, &key, 33), phw_verify_tag_plain(&b, &key, 33));
        phw_bits_free(&b);
    }
}

/* A difference with d - 1 zeros, (x + 5)(x + 6)(x + 7) for d = 4 words, hides at those
 * points whatever the factor, and nowhere else: the bound's first term is reached. */
Test(verify, collides_at_the_zeros_of_a_difference)
{
    const uint64_t zero[] = {5, 6, 7};
    phw_bits difference = {0};
    cr_assert_eq(phw_bits_alloc(&difference, 256), PHW_OK);
    difference.word[0] = 1;
    for (size_t i = 0; i < 3; ++i)
        for (size_t j = i + 2; j-- > 0;)
            difference.word[j] =
                phw_binary_field_multiply(difference.word[j], zero[i]) ^
                (j > 0 ? difference.word[j - 1] : 0);
    for (uint64_t point = 0; point < 300; ++point) {
        const phw_verify_key key = {.point = point, .factor = UINT64_C(1) << 40 | 3};
        cr_expect_eq(phw_verify_tag(&difference, &key, 64) == 0,
                     point >= 5 && point <= 7, "point %d", (int)point);
    }
    phw_bits_free(&difference);
}

/* The low 4 bits of the tag of a fixed difference under 20000 keys: each of the 16
 * comes 1250 times with a standard deviation of 34.2; 5 sigma are 172. */
Test(verify, tags_are_uniform_over_the_keys)
{
    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 28)};
    unsigned hits[16] = {0};
    phw_bits difference = {0};
    cr_assert_eq(phw_bits_alloc(&difference, 5000), PHW_OK);
    phw_bits_set(&difference, 4321, true);
    phw_bits_set(&difference, 17, true);
    for (uint64_t i = 0; i < 20000; ++i) {
        uint32_t w[4];
        phw_rng_words(w, &rng, 4 * i, 4);
        const phw_verify_key key = {.point = w[0] | (uint64_t)w[1] << 32,
                                    .factor = w[2] | (uint64_t)w[3] << 32};
        ++hits[phw_verify_tag(&difference, &key, 32) & 15];
    }
    for (size_t i = 0; i < 16; ++i)
        cr_expect_leq(fabs((double)hits[i] - 1250), 172, "tag %zu", i);
    phw_bits_free(&difference);
}

/* A reduced version, which can be told off: words of GF(2^8) modulo X^8 + X^4 + X^3 +
 * X + 1 and tags of 4 bits. */
static unsigned small_multiply(unsigned a, unsigned b)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 8; ++i) {
        sum ^= b >> i & 1 ? a : 0;
        a = a << 1 ^ (a >> 7 ? 0x11b : 0);
    }
    return sum;
}

/* Under how many of all 2^16 keys the difference of d words has the tag 0. */
static unsigned small_collisions(const unsigned *word, size_t d)
{
    unsigned n = 0;
    for (unsigned r = 0; r < 256; ++r) {
        unsigned value = 0;
        for (size_t i = d; i-- > 0;)
            value = small_multiply(value, r) ^ word[i];
        for (unsigned a = 0; a < 256; ++a)
            n += (small_multiply(value, a) & 15) == 0;
    }
    return n;
}

/* Over all keys no difference exceeds (d - 1) / 2^8 + 2^-4, and one with d - 1 zeros
 * has exactly (d - 1) / 2^8 + (1 - (d - 1) / 2^8) 2^-4. */
Test(verify, its_bound_holds_and_is_tight_in_a_small_field)
{
    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 29)};
    for (uint64_t trial = 0; trial < 60; ++trial) {
        const size_t d = 1 + trial % 6;
        const unsigned bound = (unsigned)(d - 1) * 256 + 4096;
        unsigned word[6] = {1};
        if (trial < 12) {
            for (unsigned i = 0; i + 1 < d; ++i)
                for (size_t j = i + 2; j-- > 0;)
                    word[j] =
                        small_multiply(word[j], 3 + 5 * i) ^ (j > 0 ? word[j - 1] : 0);
            cr_expect_eq(small_collisions(word, d), bound - 16 * (unsigned)(d - 1));
            continue;
        }
        for (size_t i = 0; i < d; ++i) {
            uint32_t drawn;
            phw_rng_words(&drawn, &rng, 8 * trial + i, 1);
            word[i] = drawn & 255;
        }
        word[d - 1] |= 1;
        cr_expect_leq(small_collisions(word, d), bound, "%zu words", d);
    }
}

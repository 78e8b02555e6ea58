#include "encrypt/cipher_permute.h"

#include <math.h>
#include <string.h>

#include "tests/encrypt/secret.h"

enum {
    N = 5000
};

/* Stream 1, frame 7 of the key 00 .. 1f; the order by an independent program. */
Test(cipher_permute, orders_16_symbols_as_known)
{
    static const unsigned want[16] = {8, 2,  10, 11, 7, 9, 4,  14,
                                      5, 15, 0,  12, 3, 6, 13, 1};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    phw_cf symbol[16];
    uint32_t scratch[16];
    for (unsigned i = 0; i < 16; ++i)
        symbol[i] = (float)i;
    cr_assert_eq(phw_cipher_permute.symbols(symbol, 16, scratch, &k, false), PHW_OK);
    for (unsigned i = 0; i < 16; ++i)
        cr_expect_eq((unsigned)crealf(symbol[i]), want[i], "%u", i);
    phw_key_free(&key);
}

Test(cipher_permute, moves_every_symbol_and_brings_it_back)
{
    static phw_cf symbol[N];
    static uint32_t scratch[N];
    phw_key key = secret(32, 0);
    static const size_t length[] = {0, 1, 2, 3, 63, 64, 1024, 1025, 1026, 2049, N};
    for (size_t t = 0; t < sizeof length / sizeof length[0]; ++t) {
        const size_t n = length[t];
        const phw_keystream k = {&key, 9, t};
        static bool seen[N];
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < n; ++i)
            symbol[i] = (float)i;
        cr_assert_eq(phw_cipher_permute.symbols(symbol, n, scratch, &k, false), PHW_OK);
        for (size_t i = 0; i < n; ++i)
            seen[(size_t)crealf(symbol[i])] = true;
        for (size_t i = 0; i < n; ++i)
            cr_assert(seen[i], "symbol %zu of %zu is lost", i, n);
        cr_assert_eq(phw_cipher_permute.symbols(symbol, n, scratch, &k, true), PHW_OK);
        for (size_t i = 0; i < n; ++i)
            cr_assert_eq((size_t)crealf(symbol[i]), i);
    }
    phw_key_free(&key);
}

/* The definition, word by word. */
static void draw_plainly(uint32_t *j, size_t n, const phw_keystream *keystream)
{
    uint64_t at = 0;
    j[0] = 0;
    for (uint32_t i = (uint32_t)n - 1; i > 0; at += 4) {
        uint8_t byte[4];
        cr_assert_eq(phw_keystream_read(byte, keystream, at, 4), PHW_OK);
        const uint32_t word = (uint32_t)byte[0] | (uint32_t)byte[1] << 8 |
                              (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
        i -= phw_shuffle_bounded(&j[i], word, i + 1);
    }
}

Test(cipher_permute, draws_in_blocks_what_it_draws_word_by_word)
{
    static uint32_t fast[70000];
    static uint32_t plain[70000];
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 4, 4};
    static const size_t length[] = {1, 2, 1024, 1025, 5000, 70000};
    for (size_t t = 0; t < sizeof length / sizeof length[0]; ++t) {
        cr_assert_eq(phw_shuffle_draw(fast, length[t], &k), PHW_OK);
        draw_plainly(plain, length[t], &k);
        cr_expect_eq(memcmp(fast, plain, length[t] * sizeof fast[0]), 0, "%zu",
                     length[t]);
    }
    phw_key_free(&key);
}

/* 2^32 = 6 * 715827882 + 4: four words are thrown away, and each of the six values is
 * left with 715827882 of them. The products' low halves below 4 are those of the words
 * that begin a value. */
Test(cipher_permute, throws_away_what_would_make_a_bias)
{
    uint32_t value = 77;
    unsigned n_rejected = 0;
    for (uint32_t v = 0; v < 6; ++v) {
        const uint32_t first = (uint32_t)(((uint64_t)v << 32) / 6 + (v != 0));
        for (uint32_t d = 0; d < 3; ++d) {
            value = 77;
            if (phw_shuffle_bounded(&value, first + d - 1, 6))
                cr_expect_lt(value, 6);
            else
                ++n_rejected;
        }
    }
    cr_expect_eq(n_rejected, 4, "%u", n_rejected);
    cr_expect(phw_shuffle_bounded(&value, 0, 1) && value == 0);
    cr_expect(phw_shuffle_bounded(&value, UINT32_MAX, 8) && value == 7);
    cr_expect(phw_shuffle_bounded(&value, UINT32_MAX, UINT32_MAX));
    cr_expect_not(phw_shuffle_bounded(&value, 0, UINT32_MAX));
}

/* 24 orders of 4 symbols, 48000 frames: chi-square with 23 degrees of freedom, mean 23
 * and standard deviation sqrt(46); five of them. */
Test(cipher_permute, orders_are_equally_likely)
{
    unsigned count[256] = {0};
    phw_key key = secret(32, 0);
    for (unsigned frame = 0; frame < 48000; ++frame) {
        const phw_keystream k = {&key, 1, frame};
        phw_cf symbol[4] = {0, 1, 2, 3};
        uint32_t scratch[4];
        cr_assert_eq(phw_cipher_permute.symbols(symbol, 4, scratch, &k, false), PHW_OK);
        unsigned code = 0;
        for (unsigned i = 0; i < 4; ++i)
            code = 4 * code + (unsigned)crealf(symbol[i]);
        ++count[code];
    }
    double chi = 0;
    unsigned n_orders = 0;
    for (unsigned code = 0; code < 256; ++code) {
        n_orders += count[code] > 0;
        chi += count[code] > 0 ? pow(count[code] - 2000.0, 2) / 2000 : 0;
    }
    cr_expect_eq(n_orders, 24);
    cr_expect_lt(chi, 23 + 5 * sqrt(46), "%g", chi);
    phw_key_free(&key);
}

Test(cipher_permute, refuses_more_symbols_than_a_frame_has)
{
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    uint32_t j[1];
    cr_expect_eq(phw_shuffle_draw(j, PHW_FRAME_SYMBOLS_MAX + 1, &k), PHW_EARG);
    phw_key_free(&key);
}

#include "encrypt/cipher_xor.h"

#include <string.h>

#include "tests/encrypt/secret.h"

/* Stream 1, frame 7 of the key 00 .. 1f: tests/kat/keystream.py. */
Test(cipher_xor, mixes_in_the_low_bits_of_the_keystream)
{
    static const uint8_t keystream[8] = {0x45, 0xdf, 0xd2, 0x13,
                                         0x1b, 0xbe, 0x5d, 0xed};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    for (unsigned n_bits = 1; n_bits <= 8; ++n_bits) {
        uint8_t label[8] = {0};
        cr_assert_eq(phw_cipher_xor.labels(label, 8, n_bits, &k, false), PHW_OK);
        for (size_t i = 0; i < 8; ++i)
            cr_expect_eq(label[i], keystream[i] & ((1U << n_bits) - 1));
    }
    phw_key_free(&key);
}

Test(cipher_xor, undoes_itself_at_every_length)
{
    static uint8_t label[40001];
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 2, 3};
    static const size_t length[] = {0, 1, 63, 64, 65, 16383, 16384, 16385, 40000};
    for (size_t t = 0; t < sizeof length / sizeof length[0]; ++t) {
        const size_t n = length[t];
        for (size_t i = 0; i <= n; ++i)
            label[i] = (uint8_t)(i % 16);
        cr_assert_eq(phw_cipher_xor.labels(label, n, 4, &k, false), PHW_OK);
        cr_assert_eq(phw_cipher_xor.labels(label, n, 4, &k, true), PHW_OK);
        for (size_t i = 0; i <= n; ++i)
            cr_assert_eq(label[i], i % 16, "%zu of %zu", i, n);
    }
    phw_key_free(&key);
}

/* Blocks continue the keystream where the last one ended. */
Test(cipher_xor, is_the_keystream_over_any_length)
{
    static uint8_t label[40000];
    static uint8_t want[40000];
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 2, 3};
    memset(label, 0, sizeof label);
    cr_assert_eq(phw_cipher_xor.labels(label, sizeof label, 8, &k, false), PHW_OK);
    cr_assert_eq(phw_keystream_read(want, &k, 0, sizeof want), PHW_OK);
    cr_expect_eq(memcmp(label, want, sizeof want), 0);
    phw_key_free(&key);
}

Test(cipher_xor, passes_on_what_the_keystream_refuses)
{
    uint8_t label[1] = {0};
    phw_key key = secret(16, 0);
    const phw_keystream k = {&key, 0, 0};
    cr_expect_eq(phw_cipher_xor.labels(label, 1, 1, &k, false), PHW_EARG);
    phw_key_free(&key);
}

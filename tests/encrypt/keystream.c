#include "encrypt/keystream.h"

#include <string.h>

#include <criterion/criterion.h>
#include <sodium.h>

static phw_key counting(size_t size)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)i;
    return key;
}

/* RFC 8439, 2.4.2: that key and nonce, whose plaintext is xored with blocks 1 and 2. */
Test(keystream, is_that_of_rfc_8439)
{
    static const char want[] = "224f51f3401bd9e12fde276fb8631ded8c131f823d2c06";
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    /* Nonce 00 00 00 00 | 00 00 00 4a 00 00 00 00. */
    const phw_keystream k = {&key, 0, UINT64_C(0x4a000000)};
    uint8_t byte[23];
    char hex[2 * sizeof byte + 1];
    cr_assert_eq(phw_keystream_read(byte, &k, 64, sizeof byte), PHW_OK);
    cr_expect_str_eq(sodium_bin2hex(hex, sizeof hex, byte, sizeof byte), want);
    phw_key_free(&key);
}

/* Stream 1, frame 7 of the key 00 .. 1f: tests/kat/keystream.py. */
Test(keystream, puts_stream_and_frame_into_the_nonce)
{
    static const char want[] =
        "45dfd2131bbe5dedffd8e874ca22f73d87946449cce3e513e3fbe832ce622099"
        "507a1ec75ec46faf";
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    const phw_keystream k = {&key, 1, 7};
    uint8_t byte[40];
    char hex[2 * sizeof byte + 1];
    cr_assert_eq(phw_keystream_read(byte, &k, 0, sizeof byte), PHW_OK);
    cr_expect_str_eq(sodium_bin2hex(hex, sizeof hex, byte, sizeof byte), want);
    phw_key_free(&key);
}

/* The nonce by hand: every byte of both numbers has its place. */
Test(keystream, keeps_every_byte_of_stream_and_frame)
{
    static const uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {
        0xd4, 0xc3, 0xb2, 0xa1, 0x88, 0x97, 0xa6, 0xb5, 0xc4, 0xd3, 0xe2, 0xf1};
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    const phw_keystream k = {&key, 0xa1b2c3d4, UINT64_C(0xf1e2d3c4b5a69788)};
    uint8_t want[100];
    uint8_t got[100];
    cr_assert_eq(crypto_stream_chacha20_ietf(want, sizeof want, nonce, key.byte), 0);
    cr_assert_eq(phw_keystream_read(got, &k, 0, sizeof got), PHW_OK);
    cr_expect_arr_eq(got, want, sizeof got);
    phw_key_free(&key);
}

static void first_bytes(uint8_t out[32], uint32_t stream, uint64_t frame)
{
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    const phw_keystream k = {&key, stream, frame};
    cr_assert_eq(phw_keystream_read(out, &k, 0, 32), PHW_OK);
    phw_key_free(&key);
}

Test(keystream, differs_by_every_bit_of_stream_and_frame)
{
    uint8_t plain[32];
    uint8_t other[32];
    first_bytes(plain, 1, 1);
    for (unsigned i = 0; i < 96; ++i) {
        first_bytes(other, i < 32 ? 1 ^ UINT32_C(1) << i : 1,
                    i >= 32 ? 1 ^ UINT64_C(1) << (i - 32) : 1);
        cr_expect_arr_neq(other, plain, sizeof plain, "bit %u", i);
    }
}

Test(keystream, reads_the_same_bytes_in_any_pieces)
{
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    const phw_keystream k = {&key, 3, UINT64_MAX};
    uint8_t whole[300];
    cr_assert_eq(phw_keystream_read(whole, &k, 0, sizeof whole), PHW_OK);
    for (size_t from = 0; from < 200; ++from) {
        for (size_t n = 0; n <= 100; ++n) {
            uint8_t piece[101];
            memset(piece, 0xa5, sizeof piece);
            cr_assert_eq(phw_keystream_read(piece, &k, from, n), PHW_OK);
            cr_assert_arr_eq(piece, whole + from, n, "from %zu, %zu bytes", from, n);
            cr_assert_eq(piece[n], 0xa5);
        }
    }
    phw_key_free(&key);
}

Test(keystream, ends_where_the_block_counter_would_wrap)
{
    phw_key key = counting(PHW_KEYSTREAM_KEY_SIZE);
    const phw_keystream k = {&key, 0, 0};
    uint8_t byte[64] = {0};
    cr_expect_eq(phw_keystream_read(byte, &k, PHW_KEYSTREAM_SIZE_MAX - 64, 64), PHW_OK);
    cr_expect_eq(phw_keystream_read(byte, &k, PHW_KEYSTREAM_SIZE_MAX - 63, 64),
                 PHW_EARG);
    cr_expect_eq(phw_keystream_read(byte, &k, UINT64_MAX, 1), PHW_EARG);
    phw_key_free(&key);
}

Test(keystream, refuses_keys_of_another_size)
{
    phw_key key = counting(16);
    const phw_keystream k = {&key, 0, 0};
    uint8_t byte[1] = {0};
    cr_expect_eq(phw_keystream_read(byte, &k, 0, 1), PHW_EARG);
    phw_key_free(&key);
}

Test(keystream, uses_share_no_key)
{
    phw_key key = counting(20);
    phw_key a = {0};
    phw_key b = {0};
    cr_assert_eq(phw_keystream_derive(&a, &key, "phyward rotate"), PHW_OK);
    cr_assert_eq(phw_keystream_derive(&b, &key, "phyward label"), PHW_OK);
    cr_expect_eq(a.size, PHW_KEYSTREAM_KEY_SIZE);
    cr_expect_arr_neq(a.byte, b.byte, PHW_KEYSTREAM_KEY_SIZE);
    phw_key_free(&a);
    phw_key_free(&b);
    phw_key_free(&key);
}

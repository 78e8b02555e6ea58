#include "kgen/frame_auth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_key make_key(const uint8_t *byte, size_t size)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    memcpy(key.byte, byte, size);
    return key;
}

/* RFC 8439, section 2.5.2, and appendix A.3, vectors 7 (the modulus) and 8. */
Test(frame_auth, one_time_tags_are_those_of_rfc_8439)
{
    static const uint8_t key_2_5_2[32] = {
        0x85, 0xd6, 0xbe, 0x78, 0x57, 0x55, 0x6d, 0x33, 0x7f, 0x44, 0x52,
        0xfe, 0x42, 0xd5, 0x06, 0xa8, 0x01, 0x03, 0x80, 0x8a, 0xfb, 0x0d,
        0xb2, 0xfd, 0x4a, 0xbf, 0xf6, 0xaf, 0x41, 0x49, 0xf5, 0x1b};
    static const uint8_t tag_2_5_2[16] = {0xa8, 0x06, 0x1d, 0xc1, 0x30, 0x51,
                                          0x36, 0xc6, 0xc2, 0x2b, 0x8b, 0xaf,
                                          0x0c, 0x01, 0x27, 0xa9};
    static const uint8_t text[] = "Cryptographic Forum Research Group";
    phw_key key = make_key(key_2_5_2, sizeof key_2_5_2);
    uint8_t tag[PHW_ONE_TIME_TAG_SIZE];
    for (size_t cut = 0; cut < sizeof text; ++cut) {
        phw_one_time_tag(tag, &key, text, cut, text + cut, sizeof text - 1 - cut);
        cr_expect_eq(memcmp(tag, tag_2_5_2, sizeof tag), 0, "cut at %zu", cut);
    }
    phw_key_free(&key);

    static const uint8_t one[32] = {1};
    static const uint8_t blocks[48] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x11};
    static const uint8_t tag_7[16] = {5};
    key = make_key(one, sizeof one);
    phw_one_time_tag(tag, &key, blocks, 20, blocks + 20, 28);
    cr_expect_eq(memcmp(tag, tag_7, sizeof tag), 0);
    phw_key_free(&key);
}

/* RFC 4231, test case 7, cut to 256 bits; its first 32 bytes stand for the digest. */
Test(frame_auth, frame_tags_are_those_of_rfc_4231)
{
    static const char text[] =
        "This is a test using a larger than block-size key and a larger than "
        "block-size data. The key needs to be hashed before being used by the HMAC "
        "algorithm.";
    static const uint8_t expected[32] = {
        0xe3, 0x7b, 0x6a, 0x77, 0x5d, 0xc8, 0x7d, 0xba, 0xa4, 0xdf, 0xa9,
        0xf9, 0x6e, 0x5e, 0x3f, 0xfd, 0xde, 0xbd, 0x71, 0xf8, 0x86, 0x72,
        0x89, 0x86, 0x5d, 0xf5, 0xa3, 0x2d, 0x20, 0xcd, 0xc9, 0x44};
    uint8_t aa[131];
    memset(aa, 0xaa, sizeof aa);
    phw_key key = make_key(aa, sizeof aa);
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    const uint8_t *byte = (const uint8_t *)text;
    phw_frame_tag(tag, &key, byte, byte + PHW_TRANSCRIPT_SIZE,
                  sizeof text - 1 - PHW_TRANSCRIPT_SIZE);
    cr_expect_eq(memcmp(tag, expected, sizeof tag), 0);
    phw_key_free(&key);
}

Test(frame_auth, keys_differ_by_purpose_session_and_root)
{
    uint8_t id[2][PHW_TRANSCRIPT_SIZE] = {{1}, {2}};
    uint8_t root[2][16] = {{1}, {2}};
    phw_key roots[2] = {make_key(root[0], 16), make_key(root[1], 16)};
    phw_key key[4] = {{0}};
    cr_assert_eq(phw_frame_key_derive(&key[0], &roots[0], "from Alice", id[0]), PHW_OK);
    cr_assert_eq(phw_frame_key_derive(&key[1], &roots[0], "from Bob", id[0]), PHW_OK);
    cr_assert_eq(phw_frame_key_derive(&key[2], &roots[0], "from Alice", id[1]), PHW_OK);
    cr_assert_eq(phw_frame_key_derive(&key[3], &roots[1], "from Alice", id[0]), PHW_OK);
    for (int i = 0; i < 4; ++i) {
        cr_expect_eq(key[i].size, 32);
        for (int j = 0; j < i; ++j)
            cr_expect_neq(memcmp(key[i].byte, key[j].byte, 32), 0);
    }
    for (int i = 0; i < 4; ++i)
        phw_key_free(&key[i]);
    phw_key_free(&roots[0]);
    phw_key_free(&roots[1]);
}

/* 8 ceil(L / 16) / 2^106. */
Test(frame_auth, the_forging_bound_grows_with_the_length)
{
    cr_expect_float_eq(phw_one_time_forging_log2(1), -103, 1e-12);
    cr_expect_float_eq(phw_one_time_forging_log2(16), -103, 1e-12);
    cr_expect_float_eq(phw_one_time_forging_log2(17), -102, 1e-12);
    cr_expect_float_eq(phw_one_time_forging_log2(UINT64_C(1) << 20), -87, 1e-12);
}

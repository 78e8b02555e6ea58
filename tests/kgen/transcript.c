#include "kgen/transcript.h"

#include <string.h>

#include <criterion/criterion.h>

Test(transcript, tells_frames_and_their_borders_apart)
{
    phw_transcript *a = NULL;
    phw_transcript *b = NULL;
    uint8_t x[PHW_TRANSCRIPT_SIZE];
    uint8_t y[PHW_TRANSCRIPT_SIZE];
    cr_assert_eq(phw_transcript_create(&a), PHW_OK);
    cr_assert_eq(phw_transcript_create(&b), PHW_OK);
    phw_transcript_add(a, "ab", 2);
    phw_transcript_add(b, "a", 1);
    phw_transcript_digest(x, a);
    phw_transcript_digest(y, a);
    cr_expect_eq(memcmp(x, y, sizeof x), 0, "reading it changes nothing");
    phw_transcript_add(b, "b", 1);
    phw_transcript_digest(y, b);
    cr_expect_neq(memcmp(x, y, sizeof x), 0);
    phw_transcript_destroy(a);
    phw_transcript_destroy(b);
}

Test(transcript, seeds_depend_on_label_digest_and_nonce)
{
    uint8_t zero[PHW_TRANSCRIPT_SIZE] = {0};
    uint8_t one[PHW_TRANSCRIPT_SIZE] = {1};
    const uint64_t s = phw_transcript_seed("a", zero, zero);
    cr_expect_eq(s, phw_transcript_seed("a", zero, zero));
    cr_expect_neq(s, phw_transcript_seed("b", zero, zero));
    cr_expect_neq(s, phw_transcript_seed("a", one, zero));
    cr_expect_neq(s, phw_transcript_seed("a", zero, one));
}

Test(transcript, macs_depend_on_key_role_and_digest)
{
    uint8_t zero[PHW_TRANSCRIPT_SIZE] = {0};
    uint8_t one[PHW_TRANSCRIPT_SIZE] = {1};
    uint8_t mac[4][PHW_TRANSCRIPT_SIZE];
    phw_bits key = {0};
    cr_assert_eq(phw_bits_alloc(&key, 130), PHW_OK);
    cr_assert_eq(phw_transcript_confirm(mac[0], &key, PHW_ALICE, zero), PHW_OK);
    cr_assert_eq(phw_transcript_confirm(mac[1], &key, PHW_BOB, zero), PHW_OK);
    cr_assert_eq(phw_transcript_confirm(mac[2], &key, PHW_ALICE, one), PHW_OK);
    phw_bits_set(&key, 129, true);
    cr_assert_eq(phw_transcript_confirm(mac[3], &key, PHW_ALICE, zero), PHW_OK);
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < i; ++j)
            cr_expect_neq(memcmp(mac[i], mac[j], PHW_TRANSCRIPT_SIZE), 0);
    phw_bits_free(&key);
}

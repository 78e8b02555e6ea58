#include "kgen/zero_power_hash.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/toeplitz.h"

static phw_bits draw_bits(size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 4), trial};
    phw_bits out = {0};
    cr_assert_eq(phw_bits_alloc(&out, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&out, i, phw_rng_below(&rng, i, 2) == 1);
    return out;
}

Test(zero_power_hash, makes_the_key_that_the_amplifier_makes)
{
    static const struct {
        size_t n, m;
    } size[] = {{1, 1}, {255, 128}, {64, 64}, {765, 100}, {1000, 256}, {300, 65}};

    for (uint32_t i = 0; i < sizeof size / sizeof size[0]; ++i) {
        phw_bits x = draw_bits(size[i].n, 2 * i);
        phw_bits seed = draw_bits(size[i].n + size[i].m - 1, 2 * i + 1);
        phw_bits ours = {0};
        phw_bits theirs = {0};
        phw_zero_power_work work = {0};
        cr_assert_eq(phw_zero_power_key(&ours, &work, &x, &seed, size[i].m), PHW_OK);
        cr_assert_eq(
            phw_toeplitz_hash(&theirs, &x, &seed, size[i].m, PHW_TOEPLITZ_PLAIN),
            PHW_OK);
        cr_expect(phw_bits_equal(&ours, &theirs), "%zu %zu", size[i].n, size[i].m);
        cr_expect_gt(work.logic, size[i].n);
        cr_expect_eq(work.multiplications, 0);
        phw_bits_free(&x);
        phw_bits_free(&seed);
        phw_bits_free(&ours);
        phw_bits_free(&theirs);
    }
}

Test(zero_power_hash, refuses_a_seed_of_another_length)
{
    phw_bits x = draw_bits(100, 1);
    phw_bits seed = draw_bits(226, 2);
    phw_bits key = {0};
    phw_zero_power_work work = {0};
    cr_expect_eq(phw_zero_power_key(&key, &work, &x, &seed, 128), PHW_EARG);
    cr_expect_null(key.word);
    cr_expect_eq(phw_zero_power_key(&key, &work, &x, &seed, 0), PHW_EARG);
    phw_bits_free(&x);
    phw_bits_free(&seed);
}

Test(zero_power_hash, tag_depends_on_string_and_nonce)
{
    uint8_t nonce[PHW_ZERO_POWER_NONCE_SIZE] = {1, 2, 3};
    phw_zero_power_work work = {0};
    phw_bits x = draw_bits(255, 3);
    uint64_t tag[4];
    cr_assert_eq(phw_zero_power_tag(&tag[0], &work, &x, nonce), PHW_OK);
    cr_assert_eq(phw_zero_power_tag(&tag[1], &work, &x, nonce), PHW_OK);
    phw_bits_flip(&x, 254);
    cr_assert_eq(phw_zero_power_tag(&tag[2], &work, &x, nonce), PHW_OK);
    nonce[15] = 1;
    cr_assert_eq(phw_zero_power_tag(&tag[3], &work, &x, nonce), PHW_OK);
    cr_expect_eq(tag[0], tag[1]);
    cr_expect_neq(tag[0], tag[2]);
    cr_expect_neq(tag[2], tag[3]);
    phw_bits_free(&x);
}

Test(zero_power_hash, ends_confirm_differently)
{
    static const uint8_t digest[PHW_TRANSCRIPT_SIZE] = {7};
    uint8_t mac[3][PHW_TRANSCRIPT_SIZE];
    phw_zero_power_work work = {0};
    phw_bits key = draw_bits(128, 4);
    cr_assert_eq(phw_zero_power_confirm(mac[0], &work, &key, PHW_ALICE, digest),
                 PHW_OK);
    cr_assert_eq(phw_zero_power_confirm(mac[1], &work, &key, PHW_BOB, digest), PHW_OK);
    phw_bits_flip(&key, 0);
    cr_assert_eq(phw_zero_power_confirm(mac[2], &work, &key, PHW_BOB, digest), PHW_OK);
    cr_expect_neq(memcmp(mac[0], mac[1], sizeof mac[0]), 0);
    cr_expect_neq(memcmp(mac[1], mac[2], sizeof mac[0]), 0);
    phw_bits_free(&key);
}

/* RFC 7693: 12 rounds of 8 mixings with 6 additions, one counter. */
Test(zero_power_hash, counts_a_block_of_128_bytes_as_one)
{
    phw_zero_power_work one = {0};
    phw_zero_power_work two = {0};
    phw_zero_power_count_blake2b(&one, 128);
    phw_zero_power_count_blake2b(&two, 129);
    cr_expect_eq(one.additions, 577);
    cr_expect_eq(two.additions, 2 * one.additions);
}

#include "kgen/group.h"

#include <criterion/criterion.h>

#include "core/rng.h"

/* n random bits of stream `trial`, to be freed. */
static phw_bits draw(size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 7, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 77), .trial = trial};
    phw_bits bits = {0};
    cr_assert_eq(phw_bits_alloc(&bits, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&bits, i, phw_rng_below(&rng, i, 2) != 0);
    return bits;
}

/* A link of a drawn key for pads of n bits, to be freed. */
static phw_group_link make_link(size_t n, uint32_t trial)
{
    phw_bits key = draw(n + PHW_GROUP_TAG_KEY_BITS, trial);
    phw_group_link link = {0};
    cr_assert_eq(phw_group_link_make(&link, &key, n), PHW_OK);
    phw_bits_free(&key);
    return link;
}

Test(group, a_link_is_its_keys_first_bits_then_point_then_mask)
{
    phw_bits key = draw(70 + PHW_GROUP_TAG_KEY_BITS, 1);
    phw_group_link link = {0};
    cr_assert_eq(phw_group_link_make(&link, &key, 70), PHW_OK);
    cr_expect_eq(link.pad.n, 70);
    for (size_t i = 0; i < 70; ++i)
        cr_expect_eq(phw_bits_get(&link.pad, i), phw_bits_get(&key, i));
    for (size_t i = 0; i < 64; ++i) {
        cr_expect_eq((link.point >> i & 1) != 0, phw_bits_get(&key, 70 + i));
        cr_expect_eq((link.mask >> i & 1) != 0, phw_bits_get(&key, 134 + i));
    }
    phw_group_link_free(&link);
    phw_bits_free(&key);
}

Test(group, a_key_that_is_short_by_a_bit_makes_no_link)
{
    phw_bits key = draw(128 + PHW_GROUP_TAG_KEY_BITS - 1, 1);
    phw_group_link link = {0};
    cr_expect_eq(phw_group_link_make(&link, &key, 128), PHW_ENOKEY);
    cr_expect_eq(phw_group_link_make(&link, &key, 0), PHW_EARG);
    cr_expect_eq(phw_group_link_make(&link, &key, PHW_GROUP_BITS_MAX + 1), PHW_EARG);
    cr_expect_null(link.pad.word);
    phw_bits_free(&key);
}

Test(group, the_other_end_recovers_the_key_of_any_length)
{
    for (size_t n = 1; n <= 200; ++n) {
        phw_group_link link = make_link(n, (uint32_t)n);
        phw_bits group = draw(n, 5000 + (uint32_t)n);
        phw_bits found = {0};
        phw_message message = {0};
        cr_assert_eq(phw_group_difference(&message, &group, &link, 9), PHW_OK);
        cr_assert_eq(phw_group_recover(&found, &message, &link, 9), PHW_OK);
        cr_expect(phw_bits_equal(&found, &group));
        phw_message_free(&message);
        phw_bits_free(&found);
        phw_bits_free(&group);
        phw_group_link_free(&link);
    }
}

/* Without the mask a tag would tell the point, and the next forgery succeed. */
Test(group, every_bit_of_point_and_mask_authenticates)
{
    phw_group_link link = make_link(128, 3);
    phw_bits group = draw(128, 4);
    phw_bits found = {0};
    phw_message message = {0};
    cr_assert_eq(phw_group_difference(&message, &group, &link, 1), PHW_OK);
    for (unsigned i = 0; i < 64; ++i) {
        link.mask ^= (uint64_t)1 << i;
        cr_expect_eq(phw_group_recover(&found, &message, &link, 1), PHW_EAUTH);
        link.mask ^= (uint64_t)1 << i;
        link.point ^= (uint64_t)1 << i;
        cr_expect_eq(phw_group_recover(&found, &message, &link, 1), PHW_EAUTH);
        link.point ^= (uint64_t)1 << i;
    }
    phw_message_free(&message);
    phw_bits_free(&group);
    phw_group_link_free(&link);
}

Test(group, what_is_said_is_the_difference_and_nothing_more)
{
    phw_group_link link = make_link(128, 3);
    phw_bits group = draw(128, 4);
    phw_message message = {0};
    cr_assert_eq(phw_group_difference(&message, &group, &link, 1), PHW_OK);
    cr_assert_eq(message.size, PHW_MESSAGE_HEADER_SIZE + 16 + 8);
    phw_reader reader = phw_reader_open(&message);
    const uint64_t low = phw_reader_u64(&reader);
    const uint64_t high = phw_reader_u64(&reader);
    cr_expect_eq(low, group.word[0] ^ link.pad.word[0]);
    cr_expect_eq(high, group.word[1] ^ link.pad.word[1]);
    phw_message_free(&message);
    phw_bits_free(&group);
    phw_group_link_free(&link);
}

Test(group, any_flipped_bit_is_refused)
{
    phw_group_link link = make_link(100, 3);
    phw_bits group = draw(100, 4);
    phw_message message = {0};
    cr_assert_eq(phw_group_difference(&message, &group, &link, 2), PHW_OK);
    for (size_t i = 0; i < 8 * message.size; ++i) {
        phw_bits found = {0};
        message.byte[i / 8] ^= (uint8_t)(1U << i % 8);
        const phw_status s = phw_group_recover(&found, &message, &link, 2);
        cr_expect(s == PHW_EAUTH || s == PHW_EPEER, "bit %zu: %d", i, s);
        cr_expect_null(found.word);
        message.byte[i / 8] ^= (uint8_t)(1U << i % 8);
    }
    phw_message_free(&message);
    phw_bits_free(&group);
    phw_group_link_free(&link);
}

Test(group, a_message_cut_anywhere_is_refused)
{
    phw_group_link link = make_link(100, 3);
    phw_bits group = draw(100, 4);
    phw_message message = {0};
    cr_assert_eq(phw_group_difference(&message, &group, &link, 2), PHW_OK);
    const size_t size = message.size;
    for (message.size = 0; message.size < size; ++message.size) {
        phw_bits found = {0};
        cr_expect_eq(phw_group_recover(&found, &message, &link, 2), PHW_EPEER);
    }
    phw_message_free(&message);
    phw_bits_free(&group);
    phw_group_link_free(&link);
}

Test(group, another_links_message_is_refused_even_under_this_ones_number)
{
    phw_group_link mine = make_link(128, 3);
    phw_group_link other = make_link(128, 5);
    phw_bits group = draw(128, 4);
    phw_bits found = {0};
    phw_message message = {0};
    cr_assert_eq(phw_group_difference(&message, &group, &other, 2), PHW_OK);
    cr_expect_eq(phw_group_recover(&found, &message, &mine, 2), PHW_EAUTH);
    cr_expect_eq(phw_group_recover(&found, &message, &other, 3), PHW_EPEER);
    /* Renumbered on the way: the number is under the tag. */
    message.byte[4] = 3;
    cr_expect_eq(phw_group_recover(&found, &message, &other, 3), PHW_EAUTH);
    phw_message_free(&message);
    phw_bits_free(&group);
    phw_group_link_free(&mine);
    phw_group_link_free(&other);
}

Test(group, a_key_of_another_length_than_the_pad_is_not_told)
{
    phw_group_link link = make_link(128, 3);
    phw_bits group = draw(64, 4);
    phw_message message = {0};
    cr_expect_eq(phw_group_difference(&message, &group, &link, 2), PHW_EARG);
    cr_expect_eq(message.size, 0);
    phw_bits_free(&group);
    phw_group_link_free(&link);
}

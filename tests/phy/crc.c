#include "phy/crc.h"

#include <stdio.h>

#include <criterion/criterion.h>

/* The bits of a hexadecimal text, highest first. */
static size_t bits_of(uint8_t *bit, const char *hex)
{
    size_t n = 0;
    for (; *hex != '\0'; ++hex) {
        unsigned digit = 0;
        cr_assert_eq(sscanf(hex, "%1x", &digit), 1);
        for (int i = 3; i >= 0; --i)
            bit[n++] = digit >> i & 1U;
    }
    return n;
}

Test(crc, of_mode_s_is_good_in_a_message_off_the_air)
{
    uint8_t bit[112];
    cr_assert_eq(bits_of(bit, "8f4d2023587f345e35837e2218b2"), 112);
    cr_expect(phw_crc_matches(&phw_crc_24_mode_s, bit, 112));
    cr_expect_eq(phw_crc_remainder(&phw_crc_24_mode_s, bit, 112), 0);
    cr_expect_eq(phw_crc_number(bit + 8, 24), 0x4d2023);
}

Test(crc, of_gen2_leaves_1d0f_of_any_message)
{
    uint8_t bit[144];
    size_t n = bits_of(bit, "34000034b00710ade30000000000");
    const uint32_t check = phw_crc_value(&phw_crc_16_gen2, bit, n);
    for (int i = 15; i >= 0; --i)
        bit[n++] = check >> i & 1U;
    cr_expect_eq(phw_crc_remainder(&phw_crc_16_gen2, bit, n), 0x1d0f);
    cr_expect(phw_crc_matches(&phw_crc_16_gen2, bit, n));
    /* CRC-16/GENIBUS of "123456789" in the catalogue of parametrised CRCs. */
    cr_assert_eq(bits_of(bit, "313233343536373839"), 72);
    cr_expect_eq(phw_crc_value(&phw_crc_16_gen2, bit, 72), 0xd64e);
}

Test(crc, of_five_bits_agrees_with_the_catalogue)
{
    uint8_t bit[72];
    /* CRC-5/EPC-C1G2 of "123456789". */
    cr_assert_eq(bits_of(bit, "313233343536373839"), 72);
    cr_expect_eq(phw_crc_value(&phw_crc_5_gen2, bit, 72), 0x00);
}

Test(crc, finds_every_single_and_double_error)
{
    uint8_t bit[112];
    const size_t n = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    for (size_t i = 0; i < n; ++i) {
        bit[i] ^= 1;
        cr_expect_not(phw_crc_matches(&phw_crc_24_mode_s, bit, n), "%zu", i);
        for (size_t k = 0; k < i; ++k) {
            bit[k] ^= 1;
            cr_expect_not(phw_crc_matches(&phw_crc_24_mode_s, bit, n), "%zu %zu", i, k);
            bit[k] ^= 1;
        }
        bit[i] ^= 1;
    }
}

Test(crc, of_a_message_no_longer_than_the_check_does_not_match)
{
    const uint8_t zero[24] = {0};
    cr_expect_not(phw_crc_matches(&phw_crc_24_mode_s, zero, 24));
    cr_expect_not(phw_crc_matches(&phw_crc_24_mode_s, zero, 0));
    /* A linear code holds the zero word. */
    const uint8_t more[25] = {0};
    cr_expect(phw_crc_matches(&phw_crc_24_mode_s, more, 25));
}

/* The check value that is given with this code everywhere. */
Test(crc, crc_32_of_the_nine_digits)
{
    cr_expect_eq(phw_crc_32((const uint8_t *)"123456789", 9), 0xcbf43926);
    cr_expect_eq(phw_crc_32(NULL, 0), 0);
}

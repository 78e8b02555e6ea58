#include "auth/readouts.h"

#include <string.h>

#include <criterion/criterion.h>

Test(readouts, the_highest_bit_of_a_byte_is_the_first_cell)
{
    const uint8_t bytes[] = {0x80, 0x01, 0xc1, 0x7f};
    phw_readouts r = {0};
    cr_assert_eq(phw_readouts_parse(&r, bytes, sizeof bytes, 2), PHW_OK);
    cr_assert_eq(r.n, 2);
    cr_assert_eq(r.cells[0].n, 16);
    for (size_t i = 0; i < 32; ++i)
        cr_expect_eq(phw_bits_get(&r.cells[i / 16], i % 16),
                     bytes[i / 8] >> (7 - i % 8) & 1, "cell %zu", i);
    phw_readouts_free(&r);
    cr_expect_null(r.cells);
}

Test(readouts, parts_of_a_readout_are_refused)
{
    const uint8_t bytes[10] = {0};
    phw_readouts r = {0};
    cr_expect_eq(phw_readouts_parse(&r, bytes, 10, 3), PHW_EINPUT);
    cr_expect_eq(phw_readouts_parse(&r, bytes, 0, 3), PHW_EINPUT);
    cr_expect_eq(phw_readouts_parse(&r, bytes, 2, 3), PHW_EINPUT);
    cr_expect_eq(phw_readouts_parse(&r, bytes, 10, 0), PHW_EARG);
    cr_expect_eq(phw_readouts_parse(&r, bytes, 10, PHW_READOUT_SIZE_MAX + 1), PHW_EARG);
    cr_expect_null(r.cells);
}

Test(readouts, the_majority_decides_and_the_first_where_there_is_none)
{
    const uint8_t bytes[] = {0xf0, 0xcc, 0xaa, 0x00};
    const size_t all[] = {0, 1, 2, 3};
    phw_readouts r = {0};
    phw_bits most = {0};
    uint8_t byte = 0;
    uint32_t count[8];
    cr_assert_eq(phw_readouts_parse(&r, bytes, sizeof bytes, 1), PHW_OK);
    cr_assert_eq(phw_readouts_majority(&most, &r, all, 3), PHW_OK);
    phw_bits_to_bytes(&byte, &most);
    cr_expect_eq(byte, 0x17); /* 11101000 mirrored */
    phw_bits_free(&most);
    /* Two of four: cells 1, 2 and 4; the first says 1, 1, 0. */
    cr_assert_eq(phw_readouts_majority(&most, &r, all, 4), PHW_OK);
    phw_bits_to_bytes(&byte, &most);
    cr_expect_eq(byte, 0x07);
    phw_bits_free(&most);
    phw_readouts_count(count, &r);
    const uint32_t expected[8] = {3, 2, 2, 1, 2, 1, 1, 0};
    cr_expect_arr_eq(count, expected, sizeof expected / sizeof *expected);
    const size_t beyond = 4;
    cr_expect_eq(phw_readouts_majority(&most, &r, &beyond, 1), PHW_EARG);
    cr_expect_eq(phw_readouts_majority(&most, &r, all, 0), PHW_EARG);
    phw_readouts_free(&r);
}

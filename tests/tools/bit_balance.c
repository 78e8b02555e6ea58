#include "tools/bit_balance.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_bits bits_of(const char *text)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, strlen(text)), PHW_OK);
    for (size_t i = 0; i < b.n; ++i)
        phw_bits_set(&b, i, text[i] == '1');
    return b;
}

static const phw_bits all = {0};

/* The examples of SP 800-22 rev. 1a: 2.1.4 and 2.3.4, ten bits; 2.1.8 and 2.3.8, a
 * hundred. */
Test(bit_balance, gives_the_p_values_of_the_standard)
{
    phw_bits b = bits_of("1011010101");
    cr_expect_float_eq(phw_bit_balance_measure(&b, &all).frequency, 0.527089, 1e-6);
    phw_bits_free(&b);
    b = bits_of("1001101011");
    cr_expect_float_eq(phw_bit_balance_measure(&b, &all).runs, 0.147232, 1e-6);
    phw_bits_free(&b);
    b = bits_of("11001001000011111101101010100010001000010110100011"
                "00001000110100110001001100011001100010100010111000");
    const phw_bit_balance hundred = phw_bit_balance_measure(&b, &all);
    cr_expect_float_eq(hundred.frequency, 0.109599, 1e-6);
    cr_expect_float_eq(hundred.runs, 0.500798, 1e-6);
    phw_bits_free(&b);
}

Test(bit_balance, counts_ones_and_repeats)
{
    phw_bits b = bits_of("1100011");
    const phw_bit_balance seen = phw_bit_balance_measure(&b, &all);
    cr_expect_eq(seen.n, 7);
    cr_expect_float_eq(seen.ones, 4.0 / 7, 1e-15);
    cr_expect_float_eq(seen.repeats, 4.0 / 6, 1e-15);
    phw_bits_free(&b);
}

Test(bit_balance, looks_at_the_used_bits_alone)
{
    phw_bits b = bits_of("10110100");
    phw_bits used = bits_of("10011001");
    phw_bits kept = bits_of("1100");
    const phw_bit_balance some = phw_bit_balance_measure(&b, &used);
    const phw_bit_balance same = phw_bit_balance_measure(&kept, &all);
    cr_expect_eq(memcmp(&some, &same, sizeof some), 0);
    phw_bits_free(&b);
    phw_bits_free(&used);
    phw_bits_free(&kept);
}

Test(bit_balance, of_no_bits_is_unknown)
{
    const phw_bit_balance none = phw_bit_balance_measure(&all, &all);
    cr_expect_eq(none.n, 0);
    cr_expect(isnan(none.ones) && isnan(none.frequency) && isnan(none.runs));
}

Test(bit_balance, refutes_runs_and_a_lean)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, 1000), PHW_OK);
    for (size_t i = 0; i < b.n; ++i)
        phw_bits_set(&b, i, i / 10 % 2 == 0);
    cr_expect_gt(phw_bit_balance_measure(&b, &all).frequency, 0.99);
    cr_expect_lt(phw_bit_balance_measure(&b, &all).runs, 1e-9);
    for (size_t i = 0; i < b.n; ++i)
        phw_bits_set(&b, i, i % 3 != 0);
    cr_expect_lt(phw_bit_balance_measure(&b, &all).frequency, 1e-9);
    cr_expect_eq(phw_bit_balance_measure(&b, &all).runs, 0);
    phw_bits_free(&b);
}

#include "kgen/binary_field.h"

#include <criterion/criterion.h>

#include "core/rng.h"

static uint64_t draw(uint64_t i)
{
    const phw_rng rng = {.seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 23)};
    uint32_t half[2];
    phw_rng_words(half, &rng, 2 * i, 2);
    return half[0] | (uint64_t)half[1] << 32;
}

static uint64_t by_bits(uint64_t a, uint64_t b)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < 64; ++i) {
        sum ^= b >> i & 1 ? a : 0;
        a = a << 1 ^ (a >> 63 ? 0x1b : 0);
    }
    return sum;
}

Test(binary_field, multiplies_as_shift_and_add_do)
{
    for (uint64_t i = 0; i < 2000; ++i) {
        const uint64_t a = i % 7 == 0 ? ~UINT64_C(0) << i % 64 : draw(2 * i);
        const uint64_t b = draw(2 * i + 1);
        cr_assert_eq(phw_binary_field_multiply(a, b), by_bits(a, b));
    }
}

/* a^(2^64) = a in the field, and in no smaller power of 2 for a generator of it. */
Test(binary_field, has_the_order_of_a_field)
{
    uint64_t a = 2;
    for (unsigned i = 1; i <= 64; ++i) {
        a = phw_binary_field_multiply(a, a);
        cr_assert_eq(a == 2, i == 64, "squared %u times", i);
    }
}

Test(binary_field, has_cantor_s_basis)
{
    cr_assert_eq(phw_binary_field_cantor(0), 1);
    for (unsigned i = 1; i < PHW_BINARY_FIELD_CANTOR; ++i) {
        const uint64_t v = phw_binary_field_cantor(i);
        cr_assert_eq(phw_binary_field_multiply(v, v) ^ v,
                     phw_binary_field_cantor(i - 1));
        cr_assert_eq(v & 1, 0);
    }
}

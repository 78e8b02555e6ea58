#include "kgen/clmul.h"

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_clmul_product by_bits(uint64_t a, uint64_t b)
{
    phw_clmul_product p = {0};
    for (unsigned i = 0; i < 64; ++i) {
        if ((b >> i & 1) == 0)
            continue;
        p.low ^= a << i;
        p.high ^= i > 0 ? a >> (64 - i) : 0;
    }
    return p;
}

Test(clmul, agrees_with_shift_and_add)
{
    const phw_rng rng = {.seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 7)};
    for (uint64_t i = 0; i < 5000; ++i) {
        uint32_t w[4];
        phw_rng_words(w, &rng, 4 * i, 4);
        uint64_t a = w[0] | (uint64_t)w[1] << 32;
        const uint64_t b = w[2] | (uint64_t)w[3] << 32;
        if (i % 10 == 0)
            a = ~UINT64_C(0) << (i / 10 % 64);
        const phw_clmul_product want = by_bits(a, b);
        const phw_clmul_product got = phw_clmul(a, b);
        cr_assert_eq(got.low, want.low);
        cr_assert_eq(got.high, want.high);
    }
}

/* All ones: 16 terms meet in one place, the most there can be. */
Test(clmul, survives_all_ones)
{
    const phw_clmul_product got = phw_clmul(~UINT64_C(0), ~UINT64_C(0));
    cr_expect_eq(got.low, UINT64_C(0x5555555555555555));
    cr_expect_eq(got.high, UINT64_C(0x5555555555555555));
}

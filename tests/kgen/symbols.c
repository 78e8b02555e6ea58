#include "kgen/symbols.h"

#include <criterion/criterion.h>

Test(symbols, are_all_kept_at_first)
{
    phw_symbols s = {0};
    cr_assert_eq(phw_symbols_alloc(&s, 50, 3), PHW_OK);
    cr_expect_eq(s.n, 50);
    cr_expect_eq(s.n_bits, 3);
    for (size_t i = 0; i < s.n; ++i) {
        cr_expect_eq(s.symbol[i], 0);
        cr_expect_eq(s.keep[i], 1);
    }
    phw_symbols_free(&s);
    cr_expect_null(s.symbol);
    phw_symbols_free(&s);
}

Test(symbols, neighbouring_levels_have_gray_codes_one_bit_apart)
{
    unsigned seen = 0;
    for (unsigned level = 0; level < 16; ++level) {
        seen |= 1U << phw_gray(level);
        if (level > 0)
            cr_expect_eq(__builtin_popcount(phw_gray(level) ^ phw_gray(level - 1)), 1);
    }
    cr_expect_eq(seen, 0xffffU);
}

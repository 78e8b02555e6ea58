#include "kgen/quantizer_jana.h"

#include "tests/kgen/pair.h"

static phw_symbols label(const double *x, size_t n, unsigned n_bits, phw_params params)
{
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_jana.label(&s, x, n, n_bits, &params, true, NULL),
                 PHW_OK);
    return s;
}

/* bits, block, alpha: means 2.5 and 25; deviations sqrt(1.25) and 10 sqrt(1.25). */
Test(quantizer_jana, one_bit_is_by_the_blocks_mean)
{
    const double x[] = {1, 2, 3, 4, 40, 30, 20, 10};
    phw_symbols s = label(x, 8, 1, (phw_params){{1, 4, 0.5}});
    const uint8_t keep[] = {1, 0, 0, 1, 1, 0, 0, 1};
    const uint8_t symbol[] = {0, 0, 1, 1, 1, 1, 0, 0};
    cr_expect_arr_eq(s.keep, keep, 8);
    cr_expect_arr_eq(s.symbol, symbol, 8);
    phw_symbols_free(&s);
}

Test(quantizer_jana, more_bits_are_equal_intervals_of_the_blocks_range)
{
    const double x[] = {0, 1.9, 2.1, 4.1, 8, 80, 0, 30, 50, 70, 75, 61};
    phw_symbols s = label(x, 12, 2, (phw_params){{2, 5, 0}});
    const uint8_t symbol[] = {0, 0, 1, 3, 2, 2, 0, 1, 3, 2, 2, 2};
    cr_expect_arr_eq(s.symbol, symbol, 12);
    phw_symbols_free(&s);
}

Test(quantizer_jana, a_constant_block_gives_nothing_outside_its_band)
{
    const double x[] = {5, 5, 5, 5, 1, 2, 3, 4};
    phw_symbols s = label(x, 8, 1, (phw_params){{1, 4, 0.1}});
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(s.keep[i], 0);
    phw_symbols_free(&s);
}

Test(quantizer_jana, a_range_beyond_a_double_is_divided)
{
    const double x[] = {-1.7e308, 1.7e308, -1.7e308, 1.7e308};
    phw_symbols s = label(x, 4, 2, (phw_params){{2, 4, 0}});
    cr_expect_eq(s.symbol[0], 0);
    cr_expect_eq(s.symbol[1], 2);
    phw_symbols_free(&s);
}

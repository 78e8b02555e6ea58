#include "kgen/quantizer_cqa.h"

#include "tests/kgen/pair.h"

static const phw_params two_bits = {{2}};

Test(quantizer_cqa, ends_agree_when_their_values_do)
{
    double *x = normals(1600, 1);
    uint8_t said[1600];
    phw_symbols a = {0};
    phw_symbols b = {0};
    const phw_quantizer *q = &phw_quantizer_cqa;
    cr_assert_eq(q->announce(said, x, 1600, 2, &two_bits), PHW_OK);
    cr_assert_eq(q->label(&a, x, 1600, 2, &two_bits, true, said), PHW_OK);
    cr_assert_eq(q->label(&b, x, 1600, 2, &two_bits, false, said), PHW_OK);
    cr_expect_arr_eq(a.symbol, b.symbol, 1600);
    phw_symbols_free(&a);
    phw_symbols_free(&b);
    free(x);
}

/* 1600 values in 16 cells, 2 of each pair of map and symbol: 200 exactly. */
Test(quantizer_cqa, says_nothing_of_the_symbol)
{
    double *x = normals(1600, 2);
    uint8_t said[1600];
    unsigned count[2][4] = {{0}};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_cqa.announce(said, x, 1600, 2, &two_bits), PHW_OK);
    cr_assert_eq(phw_quantizer_cqa.label(&s, x, 1600, 2, &two_bits, true, said),
                 PHW_OK);
    for (size_t i = 0; i < 1600; ++i)
        ++count[said[i]][s.symbol[i]];
    for (unsigned k = 0; k < 8; ++k)
        cr_expect_eq(count[k / 4][k % 4], 200);
    phw_symbols_free(&s);
    free(x);
}

Test(quantizer_cqa, needs_a_value_a_cell)
{
    const double x[15] = {1, 2, 3};
    phw_symbols s = {0};
    uint8_t said[15] = {0};
    cr_expect_eq(phw_quantizer_cqa.label(&s, x, 15, 2, &two_bits, true, said),
                 PHW_ESHORT);
    cr_expect_eq(phw_quantizer_cqa.announce(said, x, 15, 4, &two_bits), PHW_EARG);
}

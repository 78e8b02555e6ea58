#include "kgen/quantizer_lattice.h"

#include "tests/kgen/pair.h"

Test(quantizer_lattice, ends_agree_when_their_values_do)
{
    double *x = normals(1600, 1);
    uint8_t said[1600];
    const phw_quantizer *q = &phw_quantizer_lattice;
    for (unsigned n_bits = 1; n_bits <= 3; ++n_bits) {
        const phw_params params = {{n_bits, 1}};
        phw_symbols a = {0};
        phw_symbols b = {0};
        cr_assert_eq(q->announce(said, x, 1600, n_bits, &params), PHW_OK);
        cr_assert_eq(q->label(&a, x, 1600, n_bits, &params, true, said), PHW_OK);
        cr_assert_eq(q->label(&b, x, 1600, n_bits, &params, false, said), PHW_OK);
        cr_expect_arr_eq(a.symbol, b.symbol, 1600);
        phw_symbols_free(&a);
        phw_symbols_free(&b);
    }
    free(x);
}

/* 1600 values in 4 cells of 4 parts: every pair 100 times. */
Test(quantizer_lattice, says_nothing_of_the_symbol)
{
    double *x = normals(1600, 2);
    uint8_t said[1600];
    unsigned count[4][4] = {{0}};
    const phw_params params = {{2, 2}};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_lattice.announce(said, x, 1600, 2, &params), PHW_OK);
    cr_assert_eq(phw_quantizer_lattice.label(&s, x, 1600, 2, &params, true, said),
                 PHW_OK);
    for (size_t i = 0; i < 1600; ++i)
        ++count[said[i]][s.symbol[i]];
    for (unsigned k = 0; k < 16; ++k)
        cr_expect_eq(count[k / 4][k % 4], 100);
    phw_symbols_free(&s);
    free(x);
}

/* A ramp of 160 and the same moved by 15: a cell is 40 wide and its part 20, so that a
 * move by less than half a cell makes no error but where the ramp's end bends it. */
Test(quantizer_lattice, a_move_by_less_than_half_a_cell_makes_no_error)
{
    double x[160];
    double y[160];
    uint8_t said[160];
    const phw_params params = {{2, 1}};
    phw_symbols a = {0};
    phw_symbols b = {0};
    for (size_t i = 0; i < 160; ++i) {
        x[i] = (double)i;
        y[i] = (double)((i + 15) % 160);
    }
    cr_assert_eq(phw_quantizer_lattice.announce(said, x, 160, 2, &params), PHW_OK);
    cr_assert_eq(phw_quantizer_lattice.label(&a, x, 160, 2, &params, true, said),
                 PHW_OK);
    cr_assert_eq(phw_quantizer_lattice.label(&b, y, 160, 2, &params, false, said),
                 PHW_OK);
    size_t moved = 0;
    for (size_t i = 0; i < 145; ++i)
        moved += a.symbol[i] != b.symbol[i];
    /* Half a cell is 20; the part's middle is at most 10 from the value: 15 + 10 > 20
     * for those within 5 of their part's upper end. */
    cr_expect_leq(moved, 145 / 4 + 5);
    cr_expect_gt(moved, 0);
    phw_symbols_free(&a);
    phw_symbols_free(&b);
}

Test(quantizer_lattice, says_no_more_than_four_bits_hold)
{
    const phw_params params = {{3, 3}};
    cr_expect_eq(phw_quantizer_lattice.said_bits(&params, 3), 1);
    cr_expect_eq(phw_quantizer_lattice.said_bits(&params, 2), 2);
    cr_expect_eq(phw_quantizer_lattice.said_bits(&params, 1), 3);
}

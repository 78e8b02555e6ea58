#include "kgen/eavesdropper_block.h"

#include <criterion/criterion.h>

static phw_trace make(size_t n_coefficients)
{
    phw_trace t = {0};
    double *column = NULL;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 3, n_coefficients), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "angle", "rad"), PHW_OK);
    for (size_t i = 0; i < 3 * n_coefficients; ++i)
        t.real[i] = (float)i;
    for (size_t p = 0; p < 3; ++p) {
        t.sequence[p] = 7 + (int64_t)p;
        column[p] = 0.5 * (double)p;
    }
    return t;
}

Test(eavesdropper_block, is_as_wide_as_alice)
{
    phw_trace t = make(6);
    t.n_antennas = 3;
    cr_expect_eq(phw_eavesdropper_blocks(&t, 2), 3);
    cr_expect_eq(phw_eavesdropper_blocks(&t, 6), 1);
    cr_expect_eq(phw_eavesdropper_blocks(&t, 4), 1);
    cr_expect_eq(phw_eavesdropper_blocks(&t, 12), 1);
    cr_expect_eq(phw_eavesdropper_blocks(&t, 1), 1); /* more than are looked at */
    phw_trace block = {0};
    for (size_t b = 0; b < 3; ++b) {
        cr_assert_eq(phw_eavesdropper_block(&block, &t, b, 3), PHW_OK);
        cr_expect_eq(block.n_coefficients, 2);
        cr_expect_eq(block.n_antennas, 1);
        for (size_t p = 0; p < 3; ++p) {
            cr_expect_eq(block.sequence[p], 7 + (int64_t)p);
            cr_expect_float_eq(phw_trace_find_column(&block, "angle")[p],
                               0.5 * (double)p, 0);
            for (size_t c = 0; c < 2; ++c)
                cr_expect_float_eq(block.real[p * 2 + c], (float)(p * 6 + b * 2 + c),
                                   0);
        }
        phw_trace_free(&block);
    }
    phw_trace_free(&t);
}

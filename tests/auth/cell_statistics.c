#include "auth/cell_statistics.h"

#include <math.h>

#include "tests/auth/chips.h"

/* Made by counting by hand: three read-outs of eight cells. */
Test(cell_statistics, small_counts_come_out)
{
    const uint8_t bytes[] = {0xf0, 0xe0, 0xc1};
    phw_readouts r = {0};
    phw_cell_statistics x = {0};
    cr_assert_eq(phw_readouts_parse(&r, bytes, 3, 1), PHW_OK);
    cr_assert_eq(phw_cell_statistics_of(&x, &r), PHW_OK);
    cr_expect_float_eq(x.ones, 10 / 24.0, 1e-12);
    cr_expect_float_eq(x.ones_least, 3 / 8.0, 1e-12);
    cr_expect_float_eq(x.ones_most, 4 / 8.0, 1e-12);
    /* Pairs: 1, 3 and 2 cells differ. */
    cr_expect_float_eq(x.pair_distance, 6 / 24.0, 1e-12);
    /* Three cells, 2, 3 and 7, have one dissenter each. */
    cr_expect_float_eq(x.majority_distance, 3 / 24.0, 1e-12);
    cr_expect_float_eq(x.never_flipping, 5 / 8.0, 1e-12);
    phw_readouts_free(&r);
}

/* reference: measured on the same files with numpy, to the fourth digit. */
Test(cell_statistics, real_chips_are_as_measured_before)
{
    static const struct {
        double ones, pair, majority, never, near;
    } row[3] = {{0.4993, 0.0466, 0.0321, 0.8341, 0.0055},
                {0.5008, 0.0452, 0.0307, 0.8528, 0.0044},
                {0.4987, 0.0503, 0.0296, 0.9083, 0.0036}};

    for (size_t i = 0; i < 3; ++i) {
        phw_readouts r = chip(i);
        phw_cell_statistics x = {0};
        cr_assert_eq(phw_cell_statistics_of(&x, &r), PHW_OK);
        cr_expect_float_eq(x.ones, row[i].ones, 0.5001e-4, "%g", x.ones);
        cr_expect_float_eq(x.pair_distance, row[i].pair, 0.5001e-4);
        cr_expect_float_eq(x.majority_distance, row[i].majority, 0.5001e-4);
        cr_expect_float_eq(x.never_flipping, row[i].never, 0.5001e-4);
        cr_expect_float_eq(fabs(x.near_correlation), row[i].near, 0.5001e-4);
        cr_expect_eq(x.far_lag, 512);
        phw_readouts_free(&r);
    }
}

Test(cell_statistics, real_chips_differ_in_half_their_cells)
{
    static const double expected[3] = {0.4995, 0.5005, 0.5003};
    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < 3; ++i) {
        double distance = 0;
        cr_assert_eq(phw_cell_distance(&distance, &r[i / 2], &r[i < 2 ? i + 1 : 2]),
                     PHW_OK);
        /* Five sigma of 450560 independent cells: 0.0037. */
        cr_expect_float_eq(distance, 0.5, 0.0037, "%g", distance);
        cr_expect_float_eq(distance, expected[i], 0.0015, "%g", distance);
    }
    for (size_t i = 0; i < 3; ++i)
        phw_readouts_free(&r[i]);
}

Test(cell_statistics, a_single_readout_has_no_pairs)
{
    const uint8_t byte = 0x55;
    phw_readouts r = {0};
    phw_readouts none = {0};
    phw_cell_statistics x = {0};
    double distance = 0;
    cr_assert_eq(phw_readouts_parse(&r, &byte, 1, 1), PHW_OK);
    cr_assert_eq(phw_cell_statistics_of(&x, &r), PHW_OK);
    cr_expect(isnan(x.pair_distance));
    cr_expect_eq(phw_cell_statistics_of(&x, &none), PHW_EARG);
    cr_expect_eq(phw_cell_distance(&distance, &r, &none), PHW_EARG);
    phw_readouts_free(&r);
}

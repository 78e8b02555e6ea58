#include "auth/cell_entropy.h"

#include <math.h>

#include "core/rng.h"

#include "tests/auth/chips.h"

enum {
    N = 400000
};

/* Cells that are one with probability `ones`; each is the one `lag` before with
 * probability `copy`, and drawn otherwise. */
static phw_bits draw(double ones, double copy, size_t lag)
{
    const phw_rng values = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), 0};
    const phw_rng copies = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), 0};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, N), PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        float value = 0;
        float chance = 0;
        phw_rng_uniform(&value, &values, i, 1);
        phw_rng_uniform(&chance, &copies, i, 1);
        phw_bits_set(&b, i,
                     i >= lag && (double)chance < copy ? phw_bits_get(&b, i - lag)
                                                       : (double)value < ones);
    }
    return b;
}

static phw_cell_entropy assess(const phw_bits *b)
{
    phw_cell_entropy e = {0};
    cr_assert_eq(phw_cell_entropy_assess(&e, b), PHW_OK);
    cr_expect_eq(e.least, fmin(e.by_value, e.by_lag));
    return e;
}

/* The bound is 2.58 sigma above the share, so it is at least 3 sigma off 5 of 1000
 * times; 6 sigma below. */
Test(cell_entropy, bias_costs_what_it_says)
{
    static const double ones[] = {0.5, 0.52, 0.55, 0.4};
    for (size_t i = 0; i < sizeof ones / sizeof *ones; ++i) {
        phw_bits b = draw(ones[i], 0, 1);
        const phw_cell_entropy e = assess(&b);
        const double most = fmax(ones[i], 1 - ones[i]);
        const double sigma = sqrt(most * (1 - most) / N);
        cr_expect_leq(e.by_value, -log2(most - 0.5 * sigma), "%g", ones[i]);
        cr_expect_geq(e.by_value, -log2(most + 8 * sigma), "%g", ones[i]);
        cr_expect_float_eq(e.ones, ones[i], 5 * sigma);
        phw_bits_free(&b);
    }
}

/* A copied share c makes the likelier transition (1 + c) / 2. The bound is 4.9 sigma of
 * half the cells above it. */
Test(cell_entropy, what_a_distant_cell_tells_is_found_and_charged)
{
    static const size_t lags[] = {1, 8, 512, 4096};
    for (size_t i = 0; i < sizeof lags / sizeof *lags; ++i) {
        phw_bits b = draw(0.5, 0.1, lags[i]);
        const phw_cell_entropy e = assess(&b);
        const double sigma = sqrt(0.25 / (N / 2.0));
        cr_expect_eq(e.lag, lags[i]);
        cr_expect_float_eq(e.lag_correlation, 0.1, 5 / sqrt(N));
        cr_expect_leq(e.by_lag, -log2(0.55));
        cr_expect_geq(e.by_lag, -log2(0.55 + 10 * sigma));
        cr_expect_lt(e.by_lag, e.by_value);
        phw_bits_free(&b);
    }
}

Test(cell_entropy, cells_that_never_differ_have_none)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, 5000), PHW_OK);
    cr_expect_eq(assess(&b).least, 0);
    for (size_t i = 0; i < b.n; ++i)
        phw_bits_set(&b, i, i % 2 == 0);
    const phw_cell_entropy e = assess(&b);
    cr_expect_eq(e.by_lag, 0);
    cr_expect_gt(e.by_value, 0.9);
    phw_bits_free(&b);
}

Test(cell_entropy, few_cells_tell_nothing)
{
    phw_bits b = {0};
    phw_cell_entropy e = {0};
    cr_assert_eq(phw_bits_alloc(&b, PHW_CELL_ENTROPY_MIN - 1), PHW_OK);
    cr_expect_eq(phw_cell_entropy_assess(&e, &b), PHW_ESHORT);
    phw_bits_free(&b);
}

/* Measured once with a program of its own (numpy): ones 0.5004 .. 0.5010 cost 0.9916 ..
 * 0.9935 bits, and rows of 512 cells hang together by 0.026 to 0.032. */
Test(cell_entropy, real_chips_hang_together_at_512_cells)
{
    for (size_t i = 0; i < 3; ++i) {
        phw_readouts r = chip(i);
        const phw_cell_entropy e = assess(&r.cells[0]);
        cr_expect_eq(e.lag, 512, "%s: %zu", chip_file[i], e.lag);
        cr_expect(e.by_value > 0.991 && e.by_value < 0.994, "%g", e.by_value);
        cr_expect(e.least > 0.93 && e.least < 0.96, "%g", e.least);
        cr_expect(e.lag_correlation > 0.02 && e.lag_correlation < 0.035, "%g",
                  e.lag_correlation);
        phw_readouts_free(&r);
    }
}

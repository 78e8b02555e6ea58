#include "auth/cell_entropy.h"

#include <math.h>

#include "auth/cell_position.h"
#include "core/rng.h"

#include "tests/auth/chips.h"

#define Z_PERIODS 4.422298855
#define Z_LAGS    4.852247235

enum {
    N = 400000
};

/* Cells that are one with probability `ones`; each is the one `lag` before (or what
 * that is not) with probability |copy|, and drawn otherwise. */
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
                     i >= lag && (double)chance < fabs(copy)
                         ? phw_bits_get(&b, i - lag) != (copy < 0)
                         : (double)value < ones);
    }
    return b;
}

/* Places of `period` that are one with probability 1/2 + d and 1/2 - d by turns. */
static phw_bits draw_places(double d, size_t period)
{
    const phw_rng values = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 3), 0};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, N), PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        float value = 0;
        phw_rng_uniform(&value, &values, i, 1);
        phw_bits_set(&b, i, (double)value < 0.5 + (i % period < period / 2 ? d : -d));
    }
    return b;
}

static phw_cell_entropy assess(const phw_bits *b)
{
    phw_cell_entropy e = {0};
    cr_assert_eq(phw_cell_entropy_assess(&e, b), PHW_OK);
    const double r = 2 * exp2(-e.by_lag) - 1;
    const double both = fmin(1, 0.5 + e.position_bias + r / 2);
    cr_expect_float_eq(e.by_position, -log2(0.5 + e.position_bias), 1e-12);
    cr_expect_float_eq(e.least, fmin(e.by_value, -log2(both)), 1e-9);
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

/* A copied share c is the correlation; its bound is 4.85 sigma above what is measured,
 * which lies within 5 sigma. */
Test(cell_entropy, what_a_distant_cell_tells_is_found_and_charged)
{
    static const size_t lags[] = {1, 8, 512, 4096};
    const double sigma = 1 / sqrt(N);
    for (size_t i = 0; i < 2 * sizeof lags / sizeof *lags; ++i) {
        const double copy = i % 2 ? 0.1 : -0.1;
        phw_bits b = draw(0.5, copy, lags[i / 2]);
        const phw_cell_entropy e = assess(&b);
        cr_expect_eq(e.lag, lags[i / 2]);
        cr_expect_float_eq(e.lag_correlation, copy, 5 * sigma);
        cr_expect_leq(e.by_lag, -log2(0.55));
        cr_expect_geq(e.by_lag, -log2(0.55 + 5 * sigma));
        cr_expect_lt(e.least, e.by_lag);
        phw_bits_free(&b);
    }
}

/* 4 N d^2 = 4000 is the noncentrality; at period 1024, where most noise is let in, its
 * bound is at most 4.42 sigma above what came out and that 5 sigma above it, sigma^2 =
 * 2 1024 + 4 4000. */
Test(cell_entropy, what_a_place_tells_is_found_and_charged)
{
    static const size_t periods[] = {2, 64, 100, 1024};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; ++i) {
        phw_bits b = draw_places(0.05, periods[i]);
        const phw_cell_entropy e = assess(&b);
        const double most = 4000 + 9.5 * sqrt(2048 + 16000) + 2 * 4.43 * 4.43;
        cr_expect_eq(e.period % periods[i], 0, "%zu: %zu", periods[i], e.period);
        cr_expect_geq(e.position_bias, 0.05);
        cr_expect_leq(e.position_bias, sqrt(most / N) / 2);
        cr_expect_gt(e.by_value, 0.98);
        phw_bits_free(&b);
    }
}

/* Of all periods and of all distances together: z is 4.4223 for the 1024 periods and
 * 4.8522 for 4096 distances of either sign, 0.005 shared out among them. */
Test(cell_entropy, bounds_hold_for_everything_that_was_looked_at)
{
    static double bias[PHW_CELL_ENTROPY_PERIODS];
    phw_bits b = draw(0.5, 0, 1);
    const phw_cell_entropy e = assess(&b);
    const double most = fabs(e.lag_correlation) + Z_LAGS / sqrt(N - (double)e.lag);
    cr_expect_float_eq(e.by_lag, -log2(0.5 + most / 2), 1e-6);
    cr_assert_eq(phw_cell_position_scan(bias, PHW_CELL_ENTROPY_PERIODS, &b), PHW_OK);
    const double l = 4 * N * e.position_bias * e.position_bias;
    const double p = (double)e.period;
    cr_expect_float_eq(p + l - Z_PERIODS * sqrt(2 * p + 4 * l), bias[e.period - 1],
                       1e-3);
    for (size_t i = 0; i < PHW_CELL_ENTROPY_PERIODS; ++i) {
        const double dof = (double)(i + 1);
        cr_expect_geq(dof + l - Z_PERIODS * sqrt(2 * dof + 4 * l), bias[i] - 1e-3,
                      "the period %zu tells more", i + 1);
    }
    phw_bits_free(&b);
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
 * 0.9935 bits, rows of 512 cells hang together by 0.026 to 0.032, and the columns of 64
 * are biased by 0.031, 0.012 and 0.015 with noise taken off. */
Test(cell_entropy, real_chips_hang_together_at_512_cells_and_have_columns)
{
    static const double bias[] = {0.0316, 0.0119, 0.0146};
    for (size_t i = 0; i < 3; ++i) {
        phw_readouts r = chip(i);
        const phw_cell_entropy e = assess(&r.cells[0]);
        cr_expect_eq(e.lag, 512, "%s: %zu", chip_file[i], e.lag);
        cr_expect_eq(e.period % 64, 0, "%s: %zu", chip_file[i], e.period);
        cr_expect(e.position_bias > bias[i] && e.position_bias < bias[i] + 0.0075, "%g",
                  e.position_bias);
        cr_expect(e.by_value > 0.991 && e.by_value < 0.994, "%g", e.by_value);
        cr_expect(e.least > 0.84 && e.least < 0.91, "%g", e.least);
        cr_expect(e.lag_correlation > 0.02 && e.lag_correlation < 0.035, "%g",
                  e.lag_correlation);
        phw_readouts_free(&r);
    }
}

/* Ones of [from, to) by column of 64 and by the cell 512 before. */
static void count(double ones[64][2], double all[64][2], const phw_bits *b, size_t from,
                  size_t to)
{
    for (size_t i = from < 512 ? 512 : from; i < to; ++i) {
        const int before = phw_bits_get(b, i - 512);
        ones[i % 64][before] += phw_bits_get(b, i);
        all[i % 64][before] += 1;
    }
}

/* The attack on a first half by who knows the other: each column's likelier value. What
 * a cell leaves when the guess right before raises the chance most, the mean of the
 * columns: the attacker's one guess at all of them. */
static double left_by_own_half(const phw_bits *b)
{
    double ones[2][64][2] = {{{0}}};
    double all[2][64][2] = {{{0}}};
    double left = 0;
    count(ones[0], all[0], b, b->n / 2, b->n);
    count(ones[1], all[1], b, 0, b->n / 2);
    for (size_t c = 0; c < 64; ++c) {
        double most = 0;
        for (size_t before = 0; before < 2; ++before) {
            const double learnt = ones[0][c][before] / all[0][c][before];
            const double is = ones[1][c][before] / all[1][c][before];
            most = fmax(most, learnt > 0.5 ? is : 1 - is);
        }
        left -= log2(most) / 64;
    }
    return left;
}

/* The same by who knows other chips' columns alone. */
static double left_by_others(const phw_bits *b, const phw_bits *x, const phw_bits *y)
{
    double ones[3][64][2] = {{{0}}};
    double all[3][64][2] = {{{0}}};
    double left = 0;
    count(ones[0], all[0], b, 0, b->n);
    count(ones[1], all[1], x, 0, x->n);
    count(ones[1], all[1], y, 0, y->n);
    for (size_t c = 0; c < 64; ++c) {
        const double is =
            (ones[0][c][0] + ones[0][c][1]) / (all[0][c][0] + all[0][c][1]);
        const bool one =
            2 * (ones[1][c][0] + ones[1][c][1]) > all[1][c][0] + all[1][c][1];
        left -= log2(one ? is : 1 - is) / 64;
    }
    return left;
}

/* L45's columns leave 0.92, the other two chips' 0.912; both would have been more than
 * what was certified when columns were not charged. */
Test(cell_entropy, no_attack_on_real_chips_leaves_less_than_is_certified)
{
    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < 3; ++i) {
        const phw_bits *b = &r[i].cells[0];
        const phw_cell_entropy e = assess(b);
        const double own = left_by_own_half(b);
        const double others =
            left_by_others(b, &r[(i + 1) % 3].cells[0], &r[(i + 2) % 3].cells[0]);
        cr_expect_leq(e.least, own, "%s: %g, %g", chip_file[i], e.least, own);
        cr_expect_leq(e.least, others, "%s: %g, %g", chip_file[i], e.least, others);
        cr_expect_lt(fmin(own, others), 0.98);
    }
    for (size_t i = 0; i < 3; ++i)
        phw_readouts_free(&r[i]);
}

/* The agreement of two chips once each one's columns are taken off is that of chance:
 * what auth/cell_entropy.h says of other chips. 5 sigma. */
Test(cell_entropy, other_real_chips_tell_columns_and_nothing_else)
{
    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < 3; ++i) {
        const phw_bits *a = &r[i].cells[0];
        const phw_bits *b = &r[(i + 1) % 3].cells[0];
        double mean[2][64] = {{0}};
        double sum = 0;
        for (size_t k = 0; k < a->n; ++k) {
            mean[0][k % 64] += phw_bits_get(a, k) * 64.0 / (double)a->n;
            mean[1][k % 64] += phw_bits_get(b, k) * 64.0 / (double)a->n;
        }
        for (size_t k = 0; k < a->n; ++k)
            sum += (phw_bits_get(a, k) - mean[0][k % 64]) *
                   (phw_bits_get(b, k) - mean[1][k % 64]);
        cr_expect_lt(fabs(sum), 5 * 0.25 * sqrt((double)a->n), "%zu: %g", i, sum);
    }
    for (size_t i = 0; i < 3; ++i)
        phw_readouts_free(&r[i]);
}

#include "tools/joint_histogram.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_joint_histogram *empty(void)
{
    phw_joint_histogram *h = calloc(1, sizeof *h);
    cr_assert_not_null(h);
    return h;
}

/* n labels below m, and a cell that depends on them as `share` of the time. */
static phw_joint_histogram *drawn(size_t n, unsigned m, double share, uint64_t seed)
{
    const phw_rng label = {.seed = seed};
    const phw_rng cell = {.seed = seed, .trial = 1};
    const phw_rng tie = {.seed = seed, .trial = 2};
    phw_joint_histogram *h = empty();
    for (size_t i = 0; i < n; ++i) {
        const unsigned x = phw_rng_below(&label, i, m);
        const bool tied = phw_rng_below(&tie, i, 1000) < 1000 * share;
        ++h->count[x][tied ? x % PHW_JOINT_CELLS
                           : phw_rng_below(&cell, i, PHW_JOINT_CELLS)];
    }
    return h;
}

/* A bijection tells log2 m. */
Test(joint_histogram, finds_all_of_what_a_value_tells)
{
    phw_joint_histogram *h = drawn(10000, 4, 1, 1);
    const phw_joint_information x = phw_joint_information_of(h, 4);
    cr_expect_float_eq(x.bits, 2, 1e-3, "%g", x.bits);
    cr_expect(x.low_bits < 2 && x.high_bits > 1.99);
    free(h);
}

/* A 95 % interval of which some 98 % have the truth, being wider than need be: of 200
 * both ways' more than 15 misses have a chance of 1e-5 at 3 %. */
Test(joint_histogram, has_nothing_in_its_interval_where_nothing_is)
{
    for (unsigned m = 16; m <= 256; m *= 16) {
        double sum = 0;
        unsigned missed = 0;
        for (unsigned seed = 0; seed < 200; ++seed) {
            phw_joint_histogram *h = drawn(m * 50, m, 0, seed);
            const phw_joint_information x = phw_joint_information_of(h, m);
            sum += x.bits;
            missed += x.low_bits > 0 || x.high_bits < 0;
            free(h);
        }
        cr_expect_leq(missed, 15, "%u of %u points", missed, m);
        /* 2 n ln 2 times it is chi-square less its freedom, (m - 1)(columns - 1) of two
         * columns: the mean of 200 within five deviations, and a hundredth of the bias
         * for the second order. */
        const double scale = 2 * 50.0 * m * log(2);
        cr_expect_lt(fabs(sum / 200),
                     5 * sqrt(2.0 * (m - 1) / 200) / scale + 0.01 * (m - 1) / scale,
                     "%u: %g", m, sum / 200);
    }
}

/* 1/2 tied, else uniform over 4 of 4: the information of that channel by formula. */
Test(joint_histogram, finds_a_part_without_bias)
{
    const double own = .5 + .5 / 32;
    const double other = .5 / 32;
    double want = 0;
    /* 4 labels on cells 0 .. 3; the 28 other cells tell nothing. */
    const double column = (own + 3 * other) / 4;
    want = own * log2(own / column) + 3 * other * log2(other / column);
    double sum = 0;
    double slack = 0;
    for (unsigned seed = 0; seed < 50; ++seed) {
        phw_joint_histogram *h = drawn(20000, 4, .5, seed);
        const phw_joint_information x = phw_joint_information_of(h, 4);
        sum += x.bits / 50;
        slack += (x.high_bits - x.low_bits) / (2 * 1.96) / 50;
        free(h);
    }
    cr_expect_float_eq(sum, want, 5 * slack / sqrt(50), "%g, want %g", sum, want);
}

Test(joint_histogram, is_unknown_with_too_few_counts)
{
    phw_joint_histogram *h = empty();
    phw_joint_information x = phw_joint_information_of(h, 16);
    cr_expect(isnan(x.bits) && isnan(x.low_bits) && isnan(x.high_bits));
    free(h);
    h = drawn(4096, 256, 0, 1);
    x = phw_joint_information_of(h, 256);
    cr_expect(isnan(x.bits) && isnan(x.bias_bits) && isnan(x.low_bits));
    free(h);
    h = drawn(4096, 16, 0, 1);
    x = phw_joint_information_of(h, 16);
    cr_expect(isfinite(x.bits) && isfinite(x.low_bits) && isfinite(x.high_bits));
    free(h);
}

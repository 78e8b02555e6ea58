#include "tools/richness_measure.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    WIDTH = 4
};

/* Traces of independent Gaussian values, correlated `rho` between the ends. */
static void draw(phw_trace *a, phw_trace *b, size_t n, double rho, uint32_t trial)
{
    cr_assert_eq(phw_trace_alloc(a, PHW_TRACE_CFR, n, WIDTH), PHW_OK);
    cr_assert_eq(phw_trace_alloc(b, PHW_TRACE_CFR, n, WIDTH), PHW_OK);
    for (uint32_t i = 0; i < 2; ++i) {
        const phw_rng rng = {.seed = 3,
                             .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 80 + i),
                             .trial = trial};
        phw_rng_normal_complex(i == 0 ? a->cplx : b->cplx, &rng, 1, 0, n * WIDTH);
    }
    for (size_t i = 0; i < n * WIDTH; ++i)
        b->cplx[i] = (float)rho * a->cplx[i] + (float)sqrt(1 - rho * rho) * b->cplx[i];
}

/* The mean over trials of n probes, and its standard error. */
static double mean(double *error, size_t n, double rho, size_t block, size_t stride)
{
    enum {
        TRIALS = 100
    };

    double sum = 0;
    double squares = 0;
    for (uint32_t i = 0; i < TRIALS; ++i) {
        phw_trace a = {0};
        phw_trace b = {0};
        double bits = 0;
        draw(&a, &b, n, rho, i);
        cr_assert_eq(phw_richness_measure(&bits, &a, &b, block, stride), PHW_OK);
        sum += bits;
        squares += bits * bits;
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
    const double m = sum / TRIALS;
    *error = sqrt((squares / TRIALS - m * m) / (TRIALS - 1));
    return m;
}

/* WIDTH values of -log2(1 - rho^2) each, within 5 standard errors of 100 trials, also
 * with as few blocks as are taken, where the plain estimate is too large by far. */
Test(richness_measure, has_no_bias)
{
    static const double rho[] = {0, 0.5, 0.9, 0.99};
    for (size_t i = 0; i < 4; ++i) {
        const double want = -WIDTH * log2(1 - rho[i] * rho[i]);
        double error = 0;
        double bits = mean(&error, 8 * WIDTH, rho[i], 1, 1);
        cr_expect_float_eq(bits, want, 5 * error, "rho %g: %g of %g", rho[i], bits,
                           want);
        bits = mean(&error, 400, rho[i], 1, 1);
        cr_expect_float_eq(bits, want, 5 * error, "rho %g: %g of %g", rho[i], bits,
                           want);
        cr_expect_lt(error, 0.05);
    }
}

Test(richness_measure, tells_bits_a_probe_of_longer_blocks)
{
    double error = 0;
    const double bits = mean(&error, 900, 0.9, 3, 2);
    cr_expect_float_eq(bits, -WIDTH * log2(1 - 0.81), 5 * error, "%g", bits);
}

Test(richness_measure, refuses_what_it_cannot_tell)
{
    phw_trace a = {0};
    phw_trace b = {0};
    phw_trace real = {0};
    double bits = 7;
    draw(&a, &b, 8 * WIDTH, 0.5, 0);
    cr_expect_eq(phw_richness_measure(&bits, &a, &b, 2, 1), PHW_ESHORT);
    cr_expect_eq(phw_richness_measure(&bits, &a, &b, 1, 2), PHW_ESHORT);
    cr_expect_eq(phw_richness_measure(&bits, &a, &b, 0, 1), PHW_EARG);
    cr_assert_eq(phw_trace_alloc(&real, PHW_TRACE_AMPLITUDE, 8 * WIDTH, WIDTH), PHW_OK);
    cr_expect_eq(phw_richness_measure(&bits, &a, &real, 1, 1), PHW_EARG);
    for (size_t i = 0; i < 8 * WIDTH * WIDTH; ++i)
        b.cplx[i] = 0;
    cr_expect_eq(phw_richness_measure(&bits, &a, &b, 1, 1), PHW_ENOCONV);
    cr_expect_eq(bits, 7);
    phw_trace_free(&a);
    phw_trace_free(&b);
    phw_trace_free(&real);
}

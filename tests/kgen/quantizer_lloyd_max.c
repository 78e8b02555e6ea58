#include "kgen/quantizer_lloyd_max.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "tests/kgen/pair.h"

/* The symbol of v in a series of mean 0 and variance 1: v, -v and nine pairs +-w. */
static unsigned symbol_at(double v, unsigned n_bits)
{
    const double w = sqrt((10 - v * v) / 9);
    double x[20] = {v, -v};
    for (size_t i = 2; i < 20; ++i)
        x[i] = i % 2 == 0 ? w : -w;
    phw_symbols s = {0};
    const phw_params params = {{n_bits}};
    cr_assert_eq(phw_quantizer_lloyd_max.label(&s, x, 20, n_bits, &params, true, NULL),
                 PHW_OK);
    const unsigned symbol = s.symbol[0];
    phw_symbols_free(&s);
    return symbol;
}

/* Where between a and b the symbol changes, there once. */
static double threshold(double a, double b, unsigned n_bits)
{
    const unsigned low = symbol_at(a, n_bits);
    for (unsigned i = 0; i < 60; ++i) {
        const double middle = (a + b) / 2;
        if (symbol_at(middle, n_bits) == low)
            a = middle;
        else
            b = middle;
    }
    return (a + b) / 2;
}

/* All thresholds, told by steps of 0.05, which is less than any cell. */
static size_t thresholds(double *out, unsigned n_bits)
{
    size_t n = 0;
    for (int i = -60; i < 60; ++i) {
        const double a = 0.05 * i - 0.021;
        if (symbol_at(a, n_bits) != symbol_at(a + 0.05, n_bits))
            out[n++] = threshold(a, a + 0.05, n_bits);
    }
    return n;
}

Test(quantizer_lloyd_max, thresholds_are_the_published_ones)
{
    static const double positive[3][3] = {
        {0}, {0.981599}, {0.500550, 1.049957, 1.747927}};
    double t[16];
    for (unsigned n_bits = 1; n_bits <= 3; ++n_bits) {
        const size_t n = thresholds(t, n_bits);
        cr_assert_eq(n, (1U << n_bits) - 1);
        for (size_t k = 0; 2 * k + 1 < n; ++k) {
            cr_expect_float_eq(t[n / 2 + 1 + k], positive[n_bits - 1][k], 1e-6);
            cr_expect_float_eq(t[n / 2 - 1 - k], -positive[n_bits - 1][k], 1e-6);
        }
    }
}

/* Mean of a standard normal between a and b. */
static double mean_between(double a, double b)
{
    return (gsl_ran_ugaussian_pdf(a) - gsl_ran_ugaussian_pdf(b)) /
           (gsl_cdf_ugaussian_P(b) - gsl_cdf_ugaussian_P(a));
}

/* Least squares (Lloyd's condition), and the error D = 1 - sum p mean^2. */
Test(quantizer_lloyd_max, thresholds_are_half_way_between_their_cells_means)
{
    static const double distortion[] = {0.363380, 0.117482, 0.034548, 0.009501};
    double t[18];
    for (unsigned n_bits = 1; n_bits <= 4; ++n_bits) {
        const size_t n = thresholds(t + 1, n_bits);
        cr_assert_eq(n, (1U << n_bits) - 1);
        t[0] = -12;
        t[n + 1] = 12;
        double d = 1;
        for (size_t k = 0; k <= n; ++k) {
            const double mean = mean_between(t[k], t[k + 1]);
            d -= (gsl_cdf_ugaussian_P(t[k + 1]) - gsl_cdf_ugaussian_P(t[k])) * mean *
                 mean;
            if (k < n)
                cr_expect_float_eq(t[k + 1],
                                   (mean + mean_between(t[k + 1], t[k + 2])) / 2, 1e-9);
        }
        cr_expect_float_eq(d, distortion[n_bits - 1], 1e-6);
    }
}

#include "channel/rice.h"

#include <math.h>

#include <criterion/criterion.h>

/* Computed once by an independent program (Marcum's Q through the noncentral chi-square
 * distribution). */
Test(rice, distribution_has_the_known_values)
{
    static const double known[][3] = {
        {0, 0.1, 0.00995017}, {0, 0.316228, 0.0951626}, {0, 0.5, 0.221199},
        {0, 1, 0.632121},     {1, 0.1, 0.00735735},     {1, 0.5, 0.180690},
        {1, 1, 0.605703},     {3, 0.1, 0.00207087},     {3, 0.5, 0.0938631},
        {3, 1, 0.573092},     {10, 0.5, 0.0112627},     {10, 1, 0.543095},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const double p = phw_rice_cdf(known[i][0], known[i][1]);
        cr_expect_float_eq(p, known[i][2], 4e-6 * known[i][2] + 1e-9, "%g %g: %.9g",
                           known[i][0], known[i][1], p);
    }
}

/* Q_1's density, 2 (K + 1) r e^{-K - (K + 1) r^2} I_0(2 r sqrt(K (K + 1))), by
 * Simpson's rule; I_0 by the trapezoid rule over its angle. */
static double density(double k, double r)
{
    enum {
        N = 400
    };

    double sum = 0;
    for (int i = 0; i < N; ++i) {
        const double c = cos(2 * M_PI * i / N);
        sum += exp(2 * r * sqrt(k * (k + 1)) * c - k - (k + 1) * r * r);
    }
    return 2 * (k + 1) * r * sum / N;
}

Test(rice, distribution_is_the_integral_of_the_density)
{
    static const double ratio[] = {0.01, 0.5, 2, 7, 30, 200};
    for (size_t i = 0; i < sizeof ratio / sizeof ratio[0]; ++i) {
        double sum = 0;

        enum {
            N = 1500
        };

        const double step = 2.0 / N;
        for (int k = 0; k < N; ++k) {
            const double r = k * step;
            sum += step / 6 *
                   (density(ratio[i], r) + 4 * density(ratio[i], r + 0.5 * step) +
                    density(ratio[i], r + step));
            cr_expect_float_eq(phw_rice_cdf(ratio[i], r + step), sum, 1e-9,
                               "K %g, r %g", ratio[i], r);
        }
    }
}

/* With a large K the envelope is normal: mean 1, variance 1 / (2 K), median between 1
 * and 1 + 1 / K. */
Test(rice, the_ends_of_the_range_are_sound)
{
    for (double k = 0; k <= 1e5; k = 10 * k + 1) {
        cr_expect_float_eq(phw_rice_cdf(k, 0), 0, 0);
        cr_expect_float_eq(phw_rice_cdf(k, -1), 0, 0);
        cr_expect_geq(phw_rice_cdf(k, 1e-9), 0);
        cr_expect_float_eq(phw_rice_cdf(k, 50), 1, 1e-10, "%g", k);
        const double sigma = sqrt(0.5 / (k + 1));
        cr_expect_lt(phw_rice_cdf(k, 1 - 0.5 * sigma),
                     phw_rice_cdf(k, 1 + 0.5 * sigma));
    }
    cr_expect_float_eq(phw_rice_cdf(1e4, 1 + sqrt(0.5e-4)), 0.8413447, 2e-3);
}

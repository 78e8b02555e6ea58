#include "channel/spectrum_bell.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/sample.h"

static double complex correlation(const phw_spectrum *s, double x, const phw_params *p)
{
    double re = 0;
    double im = 0;
    s->correlation(&re, &im, x, p);
    return CMPLX(re, im);
}

Test(spectrum_bell, half_the_uncut_power_lies_within_a_third_of_the_shift)
{
    cr_expect_float_eq(phw_spectrum_bell.cdf(1.0 / 3, NULL), 0.5 + M_PI / 8 / atan(15),
                       1e-15);
    const double within =
        phw_spectrum_bell.cdf(2, NULL) - phw_spectrum_bell.cdf(-2, NULL);
    cr_expect_float_eq(within, atan(6) / atan(15), 1e-15);
}

/* The part cut off is 1 - 2 atan(15) / pi = e = 0.0424 of the whole, so no value moves
 * by more than 2 e / (1 - e) = 0.089; the most is 0.055, where the lost shifts have
 * turned by half. Once they have turned several times, 0.01 is left. */
Test(spectrum_bell, correlation_is_near_the_uncut_exponential)
{
    for (double x = 0; x < 3; x += 0.01) {
        const double r = creal(correlation(&phw_spectrum_bell, x, NULL));
        cr_expect_float_eq(r, exp(-2 * M_PI / 3 * x), 0.06, "%g: %g", x, r);
        if (x > 0.5)
            cr_expect_float_eq(r, exp(-2 * M_PI / 3 * x) * M_PI / 2 / atan(15), 0.01,
                               "%g", x);
    }
}

/* Against Simpson's rule over the density, 2e4 panels. */
Test(spectrum_bell, correlation_is_the_integral_of_the_density)
{
    enum {
        N = 20000
    };

    static const double delay[] = {0, 1e-4, 0.01, 0.05, 0.2, 0.5, 1, 3};
    for (size_t d = 0; d < sizeof delay / sizeof delay[0]; ++d) {
        double sum = 0;
        for (int i = 0; i <= N; ++i) {
            const double f = -5 + 10.0 * i / N;
            const double weight = i == 0 || i == N ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * cos(2 * M_PI * f * delay[d]) / (1 + 9 * f * f);
        }
        sum *= 10.0 / N / 3 / (2.0 / 3 * atan(15));
        cr_expect_float_eq(creal(correlation(&phw_spectrum_bell, delay[d], NULL)), sum,
                           1e-10, "%g", delay[d]);
    }
}

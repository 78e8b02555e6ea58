#include "channel/spectrum_gauss.h"

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

/* e^{-(2 pi sigma x)^2 / 2} about the mean's turn. */
Test(spectrum_gauss, correlation_of_one_peak_is_a_gaussian)
{
    const phw_params p = {{0.5, 0.1}};
    const double complex r = correlation(&phw_spectrum_gauss, 1, &p);
    cr_expect_float_eq(creal(r), -exp(-0.5 * pow(0.2 * M_PI, 2)), 1e-15);
    cr_expect_float_eq(cimag(r), 0, 1e-15);
}

/* The peaks' powers: heights of 10 and 15 dB less, widths of 2 and 1.5 times. The cdf
 * between them is the lower peak's share but for tails below 1e-7 (GAUS1: 6 and 7
 * sigma) and 2e-5 (GAUS2: at 0.2 both are 4 and 5 sigma away). */
Test(spectrum_gauss, cost_207_peaks_have_the_powers_of_height_times_width)
{
    const double weak_first = 0.1 * 0.1 / (0.05 + 0.1 * 0.1);
    cr_expect_float_eq(phw_spectrum_gauss1.cdf(-0.35, NULL), 1 - weak_first, 1e-7);
    const double height = pow(10, -1.5);
    const double weak_second = height * 0.15 / (0.1 + height * 0.15);
    cr_expect_float_eq(phw_spectrum_gauss2.cdf(0.2, NULL), weak_second, 4e-5);
    cr_expect_float_eq(1 - phw_spectrum_gauss2.cdf(1, NULL),
                       0.00134990 * (1 - weak_second), 1e-8);
}

Test(spectrum_gauss, cost_207_spectra_lean_to_their_strong_peaks)
{
    cr_expect_lt(cimag(correlation(&phw_spectrum_gauss1, 0.1, NULL)), -0.2);
    cr_expect_gt(cimag(correlation(&phw_spectrum_gauss2, 0.1, NULL)), 0.2);
}

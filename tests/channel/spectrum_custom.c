#include "channel/spectrum_custom.h"

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

/* Equal densities are the flat spectrum. */
Test(spectrum_custom, nine_equal_densities_are_the_flat_spectrum)
{
    const phw_params p = {{2, 2, 2, 2, 2, 2, 2, 2, 2}};
    cr_expect_float_eq(phw_spectrum_custom.cdf(0.3, &p), 0.65, 1e-15);
    for (double x = 0.001; x < 4; x += 0.0837)
        cr_expect_float_eq(cabs(correlation(&phw_spectrum_custom, x, &p) -
                                sin(2 * M_PI * x) / (2 * M_PI * x)),
                           0, 1e-14);
}

/* A triangle of half width 1/4 about 1/2: sinc^2 of a quarter, turning at the middle.
 */
Test(spectrum_custom, one_density_is_a_triangle)
{
    const phw_params p = {{0, 0, 0, 0, 0, 0, 1, 0, 0}};
    cr_expect_float_eq(phw_spectrum_custom.cdf(0.25, &p), 0, 0);
    cr_expect_float_eq(phw_spectrum_custom.cdf(0.5, &p), 0.5, 1e-15);
    cr_expect_float_eq(phw_spectrum_custom.cdf(0.75, &p), 1, 1e-15);
    for (double x = 0.0003; x < 9; x += 0.1173) {
        const double sinc = sin(M_PI * x / 4) / (M_PI * x / 4);
        const double complex want = sinc * sinc * CMPLX(cos(M_PI * x), sin(M_PI * x));
        cr_expect_float_eq(cabs(correlation(&phw_spectrum_custom, x, &p) - want), 0,
                           1e-13, "%g", x);
    }
}

#include "channel/spectrum_flat.h"

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

/* sin(2 pi x) / (2 pi x): zero at half a wavelength and at each further half. */
Test(spectrum_flat, waves_of_all_space_are_uncorrelated_at_half_a_wavelength)
{
    const phw_spectrum *s = &phw_spectrum_isotropic_3d;
    for (int k = 1; k < 5; ++k)
        cr_expect_float_eq(cabs(correlation(s, 0.5 * k, NULL)), 0, 1e-15);
    cr_expect_float_eq(creal(correlation(s, 0.25, NULL)), 2 / M_PI, 1e-15);
    cr_expect_float_eq(creal(correlation(&phw_spectrum_flat, 0.75, NULL)),
                       -2 / (3 * M_PI), 1e-15);
}

#include "channel/spectrum_line.h"

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

Test(spectrum_line, a_line_turns_at_its_shift)
{
    const phw_params p = {{-0.7}};
    const double complex r = correlation(&phw_spectrum_line, 1e6 + 0.25 / 0.7, &p);
    cr_expect_float_eq(creal(r), 0, 1e-8);
    cr_expect_float_eq(cimag(r), -1, 1e-8);
    cr_expect_float_eq(phw_spectrum_line.cdf(-0.71, &p), 0, 0);
    cr_expect_float_eq(phw_spectrum_line.cdf(-0.7, &p), 1, 0);
    cr_expect_float_eq(phw_spectrum_line.quantile(0.1, &p), -0.7, 0);
}

#include "kgen/public_math.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

Test(public_math, logarithm_is_the_librarys_but_for_rounding)
{
    for (double x = 1e-300; x < 1e300; x *= 1.7) {
        const double want = log(x);
        cr_expect_float_eq(phw_public_log(x), want, 1e-15 * fmax(1, fabs(want)), "%g",
                           x);
    }
    cr_expect_eq(phw_public_log(1), 0);
    for (double x = 0.5; x < 2; x += 0.001)
        cr_expect_float_eq(phw_public_log(x), log(x), 3e-16);
}

Test(public_math, quantile_is_good_to_its_bound)
{
    for (double p = 0.5; p > 1e-12; p *= 0.7)
        cr_expect_float_eq(phw_public_normal_quantile(p), gsl_cdf_ugaussian_Qinv(p),
                           5e-4);
}

Test(public_math, entropy_is_in_bits)
{
    cr_expect_eq(phw_public_entropy(0), 0);
    cr_expect_eq(phw_public_entropy(1), 0);
    cr_expect_float_eq(phw_public_entropy(0.5), 1, 1e-15);
    cr_expect_float_eq(phw_public_entropy(0.05), 0.286397, 5e-7);
    cr_expect_float_eq(phw_public_entropy(0.9), 0.468996, 5e-7);
}

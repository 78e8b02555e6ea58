#include "channel/tag_theory.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

/* K_1 scaled by e^x does not underflow into an error. */
double phw_tag_dyadic_cdf(double r)
{
    const double x = 2 * r;
    return r > 0 ? 1 - x * gsl_sf_bessel_K1_scaled(x) * exp(-x) : 0;
}

double phw_tag_dyadic_moment(double k)
{
    return pow(tgamma(1 + k / 2), 2);
}

double phw_tag_monostatic_moment(double k)
{
    return tgamma(1 + k);
}

double phw_tag_mean_power(double rho)
{
    return 1 + rho * rho;
}

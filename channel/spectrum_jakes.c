#include "channel/spectrum_jakes.h"

#include <math.h>

static double cdf(double x, const phw_params *params)
{
    (void)params;
    const double clipped = x < -1 ? -1 : x > 1 ? 1 : x;
    return 0.5 + asin(clipped) / M_PI;
}

static void correlation(double *re, double *im, double x, const phw_params *params)
{
    (void)params;
    *re = j0(2 * M_PI * x);
    *im = 0;
}

static double quantile(double u, const phw_params *params)
{
    (void)params;
    return -cos(M_PI * u);
}

const phw_spectrum phw_spectrum_jakes = {
    .name = "jakes",
    .summary = "Clarke's: waves from all sides of the plane alike",
    .reference = "Clarke, Bell Syst. Tech. J. 47(6), 1968; Jakes 1974, section 1.2",
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};

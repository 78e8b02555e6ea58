#include "channel/spectrum_flat.h"

#include <math.h>

static double cdf(double x, const phw_params *params)
{
    (void)params;
    return x < -1 ? 0 : x > 1 ? 1 : 0.5 * (1 + x);
}

static void correlation(double *re, double *im, double x, const phw_params *params)
{
    (void)params;
    const double angle = 2 * M_PI * x;
    *re = angle == 0 ? 1 : sin(angle) / angle;
    *im = 0;
}

static double quantile(double u, const phw_params *params)
{
    (void)params;
    return 2 * u - 1;
}

const phw_spectrum phw_spectrum_flat = {
    .name = "flat",
    .summary = "all shifts within the largest alike",
    .reference = "Clarke and Khoo, IEEE Trans. Veh. Technol. 46(1), 1997",
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};

const phw_spectrum phw_spectrum_isotropic_3d = {
    .name = "isotropic-3d",
    .summary = "waves from all directions of space alike: the flat spectrum",
    .reference = "Clarke and Khoo, IEEE Trans. Veh. Technol. 46(1), 1997",
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};

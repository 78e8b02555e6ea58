#include "channel/angle_spread_isotropic.h"

#include <math.h>

static double moment(unsigned m, const phw_params *params)
{
    (void)m;
    (void)params;
    return 0;
}

static double quantile(double u, const phw_params *params)
{
    (void)params;
    return M_PI * (2 * u - 1);
}

const phw_angle_spread phw_angle_spread_isotropic = {
    .name = "isotropic",
    .summary = "from all sides of the plane alike",
    .reference = "Clarke, Bell Syst. Tech. J. 47(6), 1968",
    .moment = moment,
    .quantile = quantile,
};

const phw_angle_spread phw_angle_spread_isotropic_3d = {
    .name = "isotropic-3d",
    .summary = "from all sides of space alike",
    .reference = "Cook et al., J. Acoust. Soc. Am. 27(6), 1955: sin(kd) / (kd)",
    .solid = true,
};

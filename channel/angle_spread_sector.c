#include "channel/angle_spread_sector.h"

#include <math.h>

enum {
    WIDTH = PHW_ANGLE_OWN,
    N_PARAMS
};

static const phw_param table[] = {
    PHW_ANGLE_PARAMS,
    {.name = "width_deg",
     .unit = "deg",
     .summary = "from edge to edge",
     .min = 0.1,
     .max = 360,
     .preset = 60},
};

static double half(const phw_params *params)
{
    return params->value[WIDTH] * M_PI / 360;
}

static double moment(unsigned m, const phw_params *params)
{
    const double x = (double)m * half(params);
    return sin(x) / x;
}

static double quantile(double u, const phw_params *params)
{
    return half(params) * (2 * u - 1);
}

const phw_angle_spread phw_angle_spread_sector = {
    .name = "sector",
    .summary = "alike from all azimuths of a sector",
    .reference = "Salz and Winters, IEEE Trans. Veh. Technol. 43(4), 1994",
    .params = table,
    .n_params = N_PARAMS,
    .moment = moment,
    .quantile = quantile,
};

#include "channel/angle_spread_laplacian.h"

#include <math.h>

enum {
    SPREAD = PHW_ANGLE_OWN,
    N_PARAMS
};

static const phw_param table[] = {
    PHW_ANGLE_PARAMS,
    {.name = "spread_deg",
     .unit = "deg",
     .summary = "sigma: the standard deviation before the cut at half a turn",
     .min = 0.1,
     .max = 1000,
     .preset = 35},
};

static double decay(const phw_params *params)
{
    return M_SQRT2 / (params->value[SPREAD] * M_PI / 180);
}

/* With b = sqrt 2 / sigma: int_0^pi b e^{-b x} cos(m x) dx = b^2 / (b^2 + m^2)
 * (1 - (-1)^m e^{-b pi}), over the same at m = 0. */
static double moment(unsigned m, const phw_params *params)
{
    const double b = decay(params);
    const double end = exp(-b * M_PI);
    const double sign = m % 2 == 0 ? 1 : -1;
    return b * b / (b * b + (double)m * m) * (1 - sign * end) / -expm1(-b * M_PI);
}

static double quantile(double u, const phw_params *params)
{
    const double b = decay(params);
    const double share = fabs(2 * u - 1); /* within |x| */
    const double x = -log1p(share * expm1(-b * M_PI)) / b;
    return u < 0.5 ? -x : x;
}

const phw_angle_spread phw_angle_spread_laplacian = {
    .name = "laplacian",
    .summary = "clusters of the standards: most waves close to the mean, long tails",
    .reference = "Pedersen, Mogensen, Fleury, IEEE Trans. Veh. Technol. 49(2), 2000",
    .params = table,
    .n_params = N_PARAMS,
    .moment = moment,
    .quantile = quantile,
};

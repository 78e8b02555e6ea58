#include "channel/angle_spread_gaussian.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

enum {
    SPREAD = PHW_ANGLE_OWN,
    N_PARAMS
};

static const phw_param table[] = {
    PHW_ANGLE_PARAMS,
    {.name = "spread_deg",
     .unit = "deg",
     .summary = "standard deviation",
     .min = 0.1,
     .max = 1000,
     .preset = 35},
};

static double deviation(const phw_params *params)
{
    return params->value[SPREAD] * M_PI / 180;
}

static double moment(unsigned m, const phw_params *params)
{
    const double x = (double)m * deviation(params);
    return exp(-x * x / 2);
}

static double quantile(double u, const phw_params *params)
{
    return deviation(params) * gsl_cdf_ugaussian_Pinv(u);
}

const phw_angle_spread phw_angle_spread_gaussian = {
    .name = "gaussian",
    .summary = "a normal deviation, wrapped around the circle",
    .reference = "Mardia and Jupp, Directional Statistics, 2000, section 3.5.7",
    .params = table,
    .n_params = N_PARAMS,
    .moment = moment,
    .quantile = quantile,
};

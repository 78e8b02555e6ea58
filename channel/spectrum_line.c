#include "channel/spectrum_line.h"

#include <math.h>

static const phw_param params_of_line[] = {
    {.name = "shift",
     .unit = "",
     .summary = "the shift in units of the largest one",
     .min = -1,
     .max = 1,
     .preset = 0.7},
};

static double cdf(double x, const phw_params *params)
{
    return x >= params->value[0] ? 1 : 0;
}

static void correlation(double *re, double *im, double x, const phw_params *params)
{
    const double angle = 2 * M_PI * fmod(params->value[0] * x, 1);
    *re = cos(angle);
    *im = sin(angle);
}

static double quantile(double u, const phw_params *params)
{
    (void)u;
    return params->value[0];
}

const phw_spectrum phw_spectrum_line = {
    .name = "line",
    .summary = "one shift alone",
    .reference = "a single wave; 0.7 fd is TR 38.901 7.7.2's for the line of sight",
    .params = params_of_line,
    .n_params = sizeof params_of_line / sizeof params_of_line[0],
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};

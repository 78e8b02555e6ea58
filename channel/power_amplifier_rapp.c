#include "channel/power_amplifier_rapp.h"

#include <math.h>

static const phw_param param[] = {
    {.name = "smoothness",
     .unit = "",
     .summary = "p: 2 to 3 for solid-state amplifiers, large for a limiter",
     .min = 0.5,
     .max = 50,
     .preset = 2},
};

static void gain(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params)
{
    const double p = params->value[0];
    (void)delay;
    /* From whichever side does not overflow. */
    *re = amplitude <= 1 ? pow(1 + pow(amplitude, 2 * p), -1 / (2 * p))
                         : pow(1 + pow(amplitude, -2 * p), -1 / (2 * p)) / amplitude;
    *im = 0;
}

const phw_power_amplifier phw_power_amplifier_rapp = {
    .name = "rapp",
    .summary = "solid state: smooth saturation, no phase turn",
    .reference = "Rapp, 2nd European Conf. on Satellite Communications, 1991",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .n_delays = 1,
    .gain = gain,
};

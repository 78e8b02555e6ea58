#include "channel/power_amplifier_none.h"

static void gain(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params)
{
    (void)amplitude;
    (void)delay;
    (void)params;
    *re = 1;
    *im = 0;
}

const phw_power_amplifier phw_power_amplifier_none = {
    .name = "none",
    .summary = "linear",
    .n_delays = 1,
    .gain = gain,
};

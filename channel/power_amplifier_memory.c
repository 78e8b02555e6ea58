#include "channel/power_amplifier_memory.h"

#include <math.h>

enum {
    DELAYS = 3,
    ORDERS = 3
};

/* Real and imaginary part of a_kd: a row a delay, k = 1, 3, 5. */
static const double coefficient[DELAYS][ORDERS][2] = {
    {{1.0513, 0.0904}, {-0.0542, -0.2900}, {-0.9657, -0.7028}},
    {{-0.0680, -0.0023}, {0.2234, 0.2317}, {-0.2451, -0.3735}},
    {{0.0289, -0.0054}, {-0.0621, -0.0932}, {0.1229, 0.1508}},
};

static const phw_param param[] = {
    {.name = "memory",
     .unit = "",
     .summary = "scale of the terms of past samples",
     .min = 0,
     .max = 2,
     .preset = 1},
};

static void gain(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params)
{
    const double scale = delay > 0 ? params->value[0] : 1;
    const double r = fmin(amplitude, 1);
    const double power = r * r;
    double sum[2];
    for (int i = 0; i < 2; ++i)
        sum[i] =
            scale *
            (coefficient[delay][0][i] +
             power * (coefficient[delay][1][i] + power * coefficient[delay][2][i]));
    *re = sum[0];
    *im = sum[1];
}

const phw_power_amplifier phw_power_amplifier_memory = {
    .name = "memory-polynomial",
    .summary = "class AB amplifier that remembers two samples",
    .reference = "Ding et al., IEEE Trans. Commun. 52(1), 2004",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .n_delays = DELAYS,
    .gain = gain,
};

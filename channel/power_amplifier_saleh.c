#include "channel/power_amplifier_saleh.h"

#include <math.h>

enum {
    AM_GAIN,
    AM_BEND,
    PM_GAIN,
    PM_BEND
};

#define COEFFICIENT(text, meaning, least, value)                                      \
    {                                                                                 \
        .name = (text), .unit = "", .summary = (meaning), .min = (least), .max = 100, \
        .preset = (value)                                                             \
    }

static const phw_param param[] = {
    [AM_GAIN] = COEFFICIENT("a", "gain of small amplitudes", 0.01, 2.1587),
    [AM_BEND] = COEFFICIENT("b", "bend of the amplitude's curve", 0, 1.1517),
    [PM_GAIN] = COEFFICIENT("c", "phase turn of small amplitudes, rad", -100, 4.0033),
    [PM_BEND] = COEFFICIENT("d", "bend of the phase's curve", 0, 9.1040),
};

static void gain(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params)
{
    const double *v = params->value;
    const double power = amplitude * amplitude;
    const double magnitude = v[AM_GAIN] / (1 + v[AM_BEND] * power);
    const double phase = v[PM_GAIN] * power / (1 + v[PM_BEND] * power);
    (void)delay;
    *re = magnitude * cos(phase);
    *im = magnitude * sin(phase);
}

const phw_power_amplifier phw_power_amplifier_saleh = {
    .name = "saleh",
    .summary = "travelling-wave tube: compression and strong phase turn",
    .reference = "Saleh, IEEE Trans. Commun. 29(11), 1981",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .n_delays = 1,
    .gain = gain,
};

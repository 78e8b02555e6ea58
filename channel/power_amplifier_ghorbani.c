#include "channel/power_amplifier_ghorbani.h"

#include <math.h>

/* x1 .. x4 and y1 .. y4 follow each other. */
#define COEFFICIENT(text, meaning, least, value)                                      \
    {                                                                                 \
        .name = (text), .unit = "", .summary = (meaning), .min = (least), .max = 100, \
        .preset = (value)                                                             \
    }

static const phw_param param[] = {
    COEFFICIENT("x1", "amplitude: gain of the bent part", 0.01, 8.1081),
    COEFFICIENT("x2", "amplitude: its exponent", 1, 1.5413),
    COEFFICIENT("x3", "amplitude: its bend", 0, 6.5202),
    COEFFICIENT("x4", "amplitude: gain of the straight part", -100, -0.0718),
    COEFFICIENT("y1", "phase: turn of the bent part, rad", -100, 4.6645),
    COEFFICIENT("y2", "phase: its exponent", 1, 2.0965),
    COEFFICIENT("y3", "phase: its bend", 0, 10.88),
    COEFFICIENT("y4", "phase: turn of the straight part, rad", -100, -0.003),
};

/* v1 r^v2 / (1 + v3 r^v2) + v4 r, with one r taken off the exponent and the end when it
 * is the amplitude's gain that is wanted. */
static double bent(const double *v, double r, int taken_off)
{
    const double power = pow(r, v[1]);
    const double low = taken_off > 0 ? pow(r, v[1] - 1) : power;
    return v[0] * low / (1 + v[2] * power) + v[3] * (taken_off > 0 ? 1 : r);
}

static void gain(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params)
{
    const double magnitude = fmax(0, bent(params->value, amplitude, 1));
    const double phase = bent(params->value + 4, amplitude, 0);
    (void)delay;
    *re = magnitude * cos(phase);
    *im = magnitude * sin(phase);
}

const phw_power_amplifier phw_power_amplifier_ghorbani = {
    .name = "ghorbani",
    .summary = "field-effect transistor: small signals are amplified less",
    .reference = "Ghorbani and Sheikhan, 6th Int. Conf. on Digital Processing of "
                 "Signals in Communications, 1991",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .n_delays = 1,
    .gain = gain,
};

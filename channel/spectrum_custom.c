#include "channel/spectrum_custom.h"

#include <complex.h>
#include <math.h>

#include "core/sample.h"

#define NODES    9
#define SEGMENTS (NODES - 1)
#define WIDTH    (2.0 / SEGMENTS)

/* The integral of the density, not yet of unit power, over segment i. */
static double share(const double *density, int i)
{
    return 0.5 * WIDTH * (density[i] + density[i + 1]);
}

static double total(const double *density)
{
    double sum = 0;
    for (int i = 0; i < SEGMENTS; ++i)
        sum += share(density, i);
    return sum;
}

static double cdf(double x, const phw_params *params)
{
    if (x < -1 || x >= 1)
        return x < 0 ? 0 : 1;
    const double *d = params->value;
    const int last = (int)((x + 1) / WIDTH);
    const double part = (x + 1) / WIDTH - last;
    double sum = 0;
    for (int i = 0; i < last; ++i)
        sum += share(d, i);
    sum += WIDTH * part * (d[last] + 0.5 * part * (d[last + 1] - d[last]));
    return fmin(sum / total(d), 1);
}

/* A segment about its middle, density m + s t, |t| <= h: e^{j w middle} (2 h m sinc(w
 * h)
 * + j s 2 (sin(w h) - w h cos(w h)) / w^2). */
static double complex segment(double before, double after, double middle, double w)
{
    const double h = 0.5 * WIDTH;
    const double z = w * h;
    const double mean = 0.5 * (before + after);
    const double slope = (after - before) / WIDTH;
    /* (sin z - z cos z) / z^2, by its series where the two cancel. */
    const double odd = fabs(z) < 1e-3 ? z / 3 : (sin(z) - z * cos(z)) / (z * z);
    const double even = z == 0 ? 1 : sin(z) / z;
    const double turns = fmod(w * middle / (2 * M_PI), 1);
    const double complex phase = CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
    return phase * CMPLX(2 * h * mean * even, 2 * h * h * slope * odd);
}

static void correlation(double *re, double *im, double x, const phw_params *params)
{
    const double *d = params->value;
    double complex sum = 0;
    for (int i = 0; i < SEGMENTS; ++i)
        sum += segment(d[i], d[i + 1], -1 + (i + 0.5) * WIDTH, 2 * M_PI * x);
    *re = creal(sum) / total(d);
    *im = cimag(sum) / total(d);
}

static phw_status check(const phw_params *params)
{
    if (!(total(params->value) > 0))
        return phw_fail(PHW_EARG, "all of d0 to d8 are zero; expected some power");
    return PHW_OK;
}

/* A power density at a shift. */
#define DENSITY(text, shift)                                                          \
    {                                                                                 \
        .name = (text), .unit = "",                                                   \
        .summary = "density at " shift " of the largest shift", .min = 0, .max = 1e9, \
        .preset = 1                                                                   \
    }

static const phw_param custom_params[NODES] = {
    DENSITY("d0", "-1"),    DENSITY("d1", "-0.75"), DENSITY("d2", "-0.5"),
    DENSITY("d3", "-0.25"), DENSITY("d4", "0"),     DENSITY("d5", "0.25"),
    DENSITY("d6", "0.5"),   DENSITY("d7", "0.75"),  DENSITY("d8", "1"),
};

const phw_spectrum phw_spectrum_custom = {
    .name = "custom",
    .summary = "densities at nine shifts, straight lines between them",
    .reference = "the user's own",
    .params = custom_params,
    .n_params = NODES,
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .check = check,
};

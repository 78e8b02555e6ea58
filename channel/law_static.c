#include "channel/law_static.h"

#include <math.h>

static double shift(size_t i, const phw_params *params)
{
    (void)i;
    (void)params;
    return 0;
}

static void apply(phw_cf *inout, size_t n, const double *turn, const phw_params *params)
{
    (void)params;
    for (size_t i = 0; i < n; ++i) {
        const double angle = 2 * M_PI * fmod(turn[PHW_LAW_WAVES_MAX * i], 1);
        inout[i] = CMPLXF((float)cos(angle), (float)sin(angle));
    }
}

static double cdf(double r, const phw_params *params)
{
    (void)params;
    return r >= 1 ? 1 : 0;
}

static double kurtosis(const phw_params *params)
{
    (void)params;
    return 1;
}

const phw_law phw_law_static = {
    .name = "static",
    .summary = "no fading: one wave that stands still",
    .reference = "a single steady wave",
    .n_waves = 1,
    .shift = shift,
    .apply = apply,
    .cdf = cdf,
    .kurtosis = kurtosis,
};

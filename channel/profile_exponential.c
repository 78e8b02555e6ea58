#include "channel/profile_exponential.h"

#include <math.h>

#define DECAY 1e-3

static const phw_param param[] = {
    {.name = "taps",
     .unit = "",
     .summary = "number of taps",
     .min = 2,
     .max = PHW_TAPS_MAX,
     .preset = 24,
     .whole = true},
};

static void taps(phw_taps *out, const phw_profile *self, double delay_spread_s,
                 const phw_params *params)
{
    (void)self;
    const size_t n = (size_t)params->value[0];
    *out = (phw_taps){.n = n};
    for (size_t l = 0; l < n; ++l) {
        out->delay_s[l] = (double)l;
        out->power[l] = pow(DECAY, (double)l / (double)n);
    }
    const double spacing_s = delay_spread_s / phw_taps_delay_spread(out);
    for (size_t l = 0; l < n; ++l)
        out->delay_s[l] *= spacing_s;
}

const phw_profile phw_profile_exponential = {
    .name = "exponential",
    .summary = "equally spaced taps, powers falling by 30 dB",
    .reference = "exponential power delay profile",
    .param = param,
    .n_params = sizeof param / sizeof param[0],
    .scalable = true,
    .taps = taps,
};

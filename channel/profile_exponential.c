#include "channel/profile_exponential.h"

#include <math.h>

#define TAPS_PRESET 24
#define DECAY       1e-3

static const phw_param param[] = {
    {.name = "taps",
     .unit = "",
     .summary = "number of taps",
     .min = 2,
     .max = PHW_TAPS_MAX,
     .preset = TAPS_PRESET,
     .whole = true},
};

static phw_status taps(phw_taps *out, double delay_spread_s, size_t n_taps)
{
    const size_t n = n_taps == 0 ? TAPS_PRESET : n_taps;
    if (n < 2 || n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "exponential: %zu taps; expected 2 to %d", n,
                        PHW_TAPS_MAX);
    phw_taps t = {.n = n};
    for (size_t l = 0; l < n; ++l) {
        t.delay_s[l] = (double)l;
        t.power[l] = pow(DECAY, (double)l / (double)n);
    }
    const double spacing_s = delay_spread_s / phw_taps_delay_spread(&t);
    for (size_t l = 0; l < n; ++l)
        t.delay_s[l] *= spacing_s;
    *out = t;
    return PHW_OK;
}

const phw_profile phw_profile_exponential = {
    .name = "exponential",
    .summary = "equally spaced taps, powers falling by 30 dB",
    .reference = "exponential power delay profile",
    .param = param,
    .n_params = sizeof param / sizeof param[0],
    .taps = taps,
};

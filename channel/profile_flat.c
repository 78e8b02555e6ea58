#include "channel/profile_flat.h"

static void taps(phw_taps *out, const phw_profile *self, double delay_spread_s,
                 const phw_params *params)
{
    (void)self;
    (void)delay_spread_s;
    (void)params;
    *out = (phw_taps){.n = 1, .power = {1}};
}

const phw_profile phw_profile_flat = {
    .name = "flat",
    .summary = "one tap: the same channel on every subcarrier",
    .reference = "narrowband model",
    .taps = taps,
};

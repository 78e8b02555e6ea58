#include "channel/profile_flat.h"

static phw_status taps(phw_taps *out, double delay_spread_s, size_t n_taps)
{
    (void)delay_spread_s;
    if (n_taps > 1)
        return phw_fail(PHW_EARG, "flat: %zu taps; it has 1, or leave it to it with 0",
                        n_taps);
    *out = (phw_taps){.n = 1, .power = {1}};
    return PHW_OK;
}

const phw_profile phw_profile_flat = {
    .name = "flat",
    .summary = "one tap: the same channel on every subcarrier",
    .reference = "narrowband model",
    .taps = taps,
};

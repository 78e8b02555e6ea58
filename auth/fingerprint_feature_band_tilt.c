#include "auth/fingerprint_feature_band_tilt.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double lower = 0;
    double upper = 0;
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        const double power = phw_cf_power(burst->frame.h[i]);
        if (i < PHW_OFDM_N_USED / 2)
            lower += power;
        else
            upper += power;
    }
    return lower > 0 && upper > 0 ? 10 * log10(upper / lower) : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_band_tilt = {
    .name = "band_tilt_db",
    .unit = "dB",
    .summary = "power of the upper half of the carriers over the lower half; holds "
               "the channel and the receiver's filter too",
    .reference = "the training field is flat when sent: IEEE Std 802.11-2020, "
                 "17.3.9.7.3",
    .estimate = estimate,
};

#include "auth/fingerprint_feature_band_edge.h"

#include <math.h>
#include <stdlib.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double inner = 0;
    double outer = 0;
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        const double power = phw_cf_power(burst->frame.h[i]);
        if (abs(phw_ofdm_carrier[i]) > PHW_OFDM_N_USED / 4)
            outer += power;
        else
            inner += power;
    }
    return inner > 0 && outer > 0 ? 10 * log10(outer / inner) : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_band_edge = {
    .name = "band_edge_db",
    .unit = "dB",
    .summary = "power of the outer half of the carriers over the inner half; holds "
               "the channel and the receiver's filter too",
    .reference = "the training field is flat when sent: IEEE Std 802.11-2020, "
                 "17.3.9.7.3",
    .estimate = estimate,
};

#include "auth/fingerprint_feature_dc.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double power = 0;
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        power += phw_cf_power(burst->frame.h[i]);
    /* A sample's power is the sum over the carriers. */
    const double constant = phw_cf_power(burst->frame.constant);
    return constant > 0 ? 10 * log10(constant / power) : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_dc = {
    .name = "dc_dbc",
    .unit = "dBc",
    .summary = "carrier leakage in the long training over the signal; the "
               "receiver's own constant is part of it, and noise sets a floor",
    .reference = "IEEE Std 802.11-2020, 17.3.9.7.2 (transmitter centre frequency "
                 "leakage)",
    .estimate = estimate,
};

#include "auth/fingerprint_feature_error_mean.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double sum = 0;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        sum += sqrt(phw_cf_power(burst->frame.error[i]));
    return sum / PHW_OFDM_N_DATA;
}

const phw_fingerprint_feature phw_fingerprint_feature_error_mean = {
    .name = "error_mean",
    .unit = "1",
    .summary = "mean distance of SIGNAL's equalised points from those sent, whose "
               "power is 1",
    .reference = "Brik, Banerjee, Gruteser and Oh, MobiCom 2008 (PARADIS: modulation "
                 "errors)",
    .estimate = estimate,
};

#include "auth/fingerprint_feature_error_kurtosis.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double square = 0;
    double fourth = 0;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
        const double power = phw_cf_power(burst->frame.error[i]);
        square += power;
        fourth += power * power;
    }
    return square > 0 ? fourth * PHW_OFDM_N_DATA / (square * square) : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_error_kurtosis = {
    .name = "error_kurtosis",
    .unit = "1",
    .summary = "mean fourth power of those distances over their mean square "
               "squared: 2 when the errors are noise",
    .reference = "circular normal law: E|e|^4 = 2 (E|e|^2)^2",
    .estimate = estimate,
};

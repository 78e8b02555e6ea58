#include "auth/fingerprint_feature_error_spread.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double sum = 0;
    double square = 0;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
        const double power = phw_cf_power(burst->frame.error[i]);
        sum += sqrt(power);
        square += power;
    }
    const double mean = sum / PHW_OFDM_N_DATA;
    const double variance = fmax(0, square / PHW_OFDM_N_DATA - mean * mean);
    return mean > 0 ? sqrt(variance) / mean : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_error_spread = {
    .name = "error_spread",
    .unit = "1",
    .summary = "standard deviation of those distances over their mean: 0.523 when "
               "the errors are noise, more where a few carriers fade",
    .reference = "Rayleigh law: sqrt(4 / pi - 1)",
    .estimate = estimate,
};

#include "auth/fingerprint_feature_error_axis.h"

#include <math.h>

#include "phy/ofdm.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double along = 0;
    double across = 0;
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
        const double re = (double)crealf(burst->frame.error[i]);
        const double im = (double)cimagf(burst->frame.error[i]);
        along += re * re;
        across += im * im;
    }
    return along > 0 && across > 0 ? 10 * log10(across / along) : (double)NAN;
}

const phw_fingerprint_feature phw_fingerprint_feature_error_axis = {
    .name = "error_axis_db",
    .unit = "dB",
    .summary = "power of SIGNAL's errors across its points' axis over that along "
               "it: 0 for noise, more for phase noise",
    .reference = "IEEE Std 802.11-2020, 17.3.4 (SIGNAL is BPSK, on the real axis)",
    .estimate = estimate,
};

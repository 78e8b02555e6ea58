#include "auth/fingerprint_feature_iq_gain.h"

#include "auth/widely_linear.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double gain_db = 0;
    double phase_rad = 0;
    phw_imbalance_of_image(&gain_db, &phase_rad, burst->image_re, burst->image_im);
    return gain_db;
}

const phw_fingerprint_feature phw_fingerprint_feature_iq_gain = {
    .name = "iq_gain_db",
    .unit = "dB",
    .summary = "gain imbalance of the sender's mixer, from its mirror image in the "
               "training fields",
    .reference = "phw_imbalance_of_image(); Picinbono and Chevalier, IEEE Trans. "
                 "Signal Process. 43 (1995) 2030",
    .estimate = estimate,
};

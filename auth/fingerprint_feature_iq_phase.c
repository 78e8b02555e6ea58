#include "auth/fingerprint_feature_iq_phase.h"

#include <math.h>

#include "auth/widely_linear.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    double gain_db = 0;
    double phase_rad = 0;
    phw_imbalance_of_image(&gain_db, &phase_rad, burst->image_re, burst->image_im);
    return phase_rad * 180 / M_PI;
}

const phw_fingerprint_feature phw_fingerprint_feature_iq_phase = {
    .name = "iq_phase_deg",
    .unit = "deg",
    .summary = "quadrature error of the sender's mixer, from its mirror image in "
               "the training fields",
    .reference = "phw_imbalance_of_image(); Picinbono and Chevalier, IEEE Trans. "
                 "Signal Process. 43 (1995) 2030",
    .estimate = estimate,
};

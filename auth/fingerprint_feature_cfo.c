#include "auth/fingerprint_feature_cfo.h"

static double estimate(const phw_fingerprint_burst *burst)
{
    return burst->frame.cfo_hz;
}

const phw_fingerprint_feature phw_fingerprint_feature_cfo = {
    .name = "cfo_hz",
    .unit = "Hz",
    .summary = "carrier offset of sender less receiver, which the receiver's own "
               "is part of",
    .reference = "Moose, IEEE Trans. Commun. 42 (1994) 2908",
    .estimate = estimate,
};

#include "encrypt/noise_law_white.h"

#include "encrypt/noise_gaussian.h"

const phw_noise_law phw_noise_law_white = {
    .name = "white",
    .summary =
        "Gaussian, anew at every sample: n samples a half bit cost 10 log10(2n) dB",
    .reference = "the receiver's own noise, louder",
    .unit = PHW_NOISE_SAMPLE,
    .gaussian = true,
    .draw = phw_noise_gaussian_draw,
    .log_density = phw_noise_gaussian_log_density,
};

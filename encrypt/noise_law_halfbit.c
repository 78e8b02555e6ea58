#include "encrypt/noise_law_halfbit.h"

#include "encrypt/noise_gaussian.h"

const phw_noise_law phw_noise_law_halfbit = {
    .name = "halfbit",
    .summary =
        "Gaussian, anew at every half bit: half of it is common to both and lost",
    .reference = "Gaussian jamming of a known symbol clock",
    .unit = PHW_NOISE_HALF,
    .gaussian = true,
    .draw = phw_noise_gaussian_draw,
    .log_density = phw_noise_gaussian_log_density,
};

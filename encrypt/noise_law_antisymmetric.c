#include "encrypt/noise_law_antisymmetric.h"

#include "encrypt/noise_gaussian.h"

const phw_noise_law phw_noise_law_antisymmetric = {
    .name = "antisymmetric",
    .summary =
        "Gaussian, one draw a pair of half bits with opposite signs: all of it counts",
    .reference = "water-filling onto the one dimension that the tag's signal has",
    .unit = PHW_NOISE_PAIR,
    .gaussian = true,
    .draw = phw_noise_gaussian_draw,
    .log_density = phw_noise_gaussian_log_density,
};

#include "auth/cell_model.h"

#include <math.h>

#include "core/rng.h"

enum {
    CHUNK = 512,
    MISMATCHES = 0xce0000,
    POWER_UP = 0xcf0000
};

double phw_cell_model_pair_distance(double noise)
{
    return acos(1 / (1 + noise * noise)) / M_PI;
}

double phw_cell_model_true_distance(double noise)
{
    return atan(noise) / M_PI;
}

double phw_cell_model_noise(double pair_distance)
{
    if (!(pair_distance >= 0 && pair_distance < 0.5))
        return (double)NAN;
    return sqrt(1 / cos(M_PI * pair_distance) - 1);
}

phw_status phw_cell_model_read(phw_bits *out, size_t n, const phw_cell_model *model)
{
    if (!(model->noise >= 0 && isfinite(model->noise)))
        return phw_fail(PHW_EARG, "cells: noise %g; expected 0 or more", model->noise);
    const phw_rng mismatches = {
        model->seed, PHW_RNG_PURPOSE(PHW_RNG_DEVICE, MISMATCHES + model->chip), 0};
    const phw_rng power_up = {model->seed,
                              PHW_RNG_PURPOSE(PHW_RNG_DEVICE, POWER_UP + model->chip),
                              model->readout};
    phw_bits cells = {0};
    PHW_TRY(phw_bits_alloc(&cells, n));
    for (size_t from = 0; from < n; from += CHUNK) {
        float mismatch[CHUNK];
        float noise[CHUNK];
        const size_t m = n - from < CHUNK ? n - from : CHUNK;
        phw_rng_normal(mismatch, &mismatches, from, m);
        phw_rng_normal(noise, &power_up, from, m);
        for (size_t i = 0; i < m; ++i)
            phw_bits_set(&cells, from + i,
                         (double)mismatch[i] + model->noise * (double)noise[i] > 0);
    }
    *out = cells;
    return PHW_OK;
}

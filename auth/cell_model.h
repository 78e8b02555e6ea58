/** @file
 * A chip's cells that power up as the sign of a fixed mismatch plus fresh noise: bit =
 * [m + n > 0], m ~ N(0, 1), n ~ N(0, noise^2). One parameter, and real SRAM follows it
 * to the third decimal; for simulation and closed forms.
 */
#ifndef PHW_AUTH_CELL_MODEL_H
#define PHW_AUTH_CELL_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** The share of cells that differ between two power-ups, arccos(1 / (1 + noise^2)) /
 * pi; noise >= 0. */
PHW_API double phw_cell_model_pair_distance(double noise);

/** The share that differs from the noiseless values, arctan(noise) / pi. */
PHW_API double phw_cell_model_true_distance(double noise);

/** The noise whose pair distance is d, 0 <= d < 1/2; NaN outside. */
PHW_API double phw_cell_model_noise(double pair_distance);

/** The address of one simulated power-up. */
typedef struct phw_cell_model {
    uint64_t seed;    /**< the user's --seed */
    uint16_t chip;    /**< whose mismatches */
    uint32_t readout; /**< whose noise */
    double noise;     /**< standard deviation, 0 or more, against 1 of the mismatches */
} phw_cell_model;

/** n cells as they power up, fresh, to be freed: a pure function of the address. Draws
 * from PHW_RNG_DEVICE, sub 0xce0000 + chip for the mismatches and 0xcf0000 + chip for
 * the noise. PHW_EARG for a negative or non-finite noise; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cell_model_read(phw_bits *out, size_t n,
                                                    const phw_cell_model *model);

PHW_END_C

#endif

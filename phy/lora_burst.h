/** @file
 * The beginning of a LoRa frame as it is sent, at any rate and instant: for simulation.
 */
#ifndef PHW_PHY_LORA_BURST_H
#define PHW_PHY_LORA_BURST_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Up chirps, two symbols of the sync word, two and a quarter down chirps. */
typedef struct phw_lora_burst {
    unsigned sf;         /**< spreading factor, 5..12 */
    double bandwidth_hz; /**< > 0 */
    double rate_hz;      /**< samples a second, >= bandwidth_hz */
    unsigned n_up;       /**< up chirps, 8 as a rule */
    unsigned sync;       /**< sync word, 0x12 or 0x34 as a rule: its two nibbles times 8
                              are the symbols */
} phw_lora_burst;

/** Samples from the first to the last of it. */
PHW_API size_t phw_lora_burst_length(const phw_lora_burst *b);

/** Adds the burst, of amplitude `gain`, to x[n]: it begins at `start`, samples, with or
 * without a fraction, and is turned by `offset_hz`. What lies outside x is left out.
 * PHW_EARG for a burst out of range. */
PHW_API PHW_MUST_USE phw_status phw_lora_burst_add(phw_cf *x, size_t n, double start,
                                                   phw_cf gain, double offset_hz,
                                                   const phw_lora_burst *b);

PHW_END_C

#endif

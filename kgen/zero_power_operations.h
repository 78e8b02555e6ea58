/** @file
 * What the end without power does, counted where it does it: the operations of its own
 * code, the memory that it needs at once, and the bits on its radio.
 */
#ifndef PHW_KGEN_ZERO_POWER_OPERATIONS_H
#define PHW_KGEN_ZERO_POWER_OPERATIONS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** The stages of its work, in their order. */
typedef enum phw_zero_power_stage {
    PHW_ZERO_POWER_STAGE_MEASURE = 0, /**< converter readings to one number a probe */
    PHW_ZERO_POWER_STAGE_QUANTIZE,    /**< thresholds and symbols */
    PHW_ZERO_POWER_STAGE_SYNDROME,    /**< the division by the code's generator */
    PHW_ZERO_POWER_STAGE_HASH,        /**< tag, key and confirmation */
    PHW_N_ZERO_POWER_STAGES
} phw_zero_power_stage;

/** Whole-number operations on words of 64 bits or fewer; none is floating. */
typedef struct phw_zero_power_work {
    uint64_t multiplications;
    uint64_t additions;   /**< subtractions and counters too */
    uint64_t comparisons; /**< with what hangs on them: a branch or a mask */
    uint64_t logic;       /**< and, or, exclusive or, shift, rotation */
} phw_zero_power_work;

/** Plain values; a zeroed one has counted nothing. */
typedef struct phw_zero_power_operations {
    phw_zero_power_work stage[PHW_N_ZERO_POWER_STAGES];
    size_t memory_bytes;    /**< most that was held at once; tables not counted */
    uint64_t bits_sent;     /**< whole frames */
    uint64_t bits_received; /**< whole frames */
} phw_zero_power_operations;

/** "measure", "quantize", "syndrome", "hash"; never NULL. */
PHW_API const char *phw_zero_power_stage_name(phw_zero_power_stage stage);

/** The sum over all stages. */
PHW_API phw_zero_power_work
phw_zero_power_total(const phw_zero_power_operations *operations);

/** Notes that `bytes` are held at this moment. */
PHW_API void phw_zero_power_hold(phw_zero_power_operations *operations, size_t bytes);

PHW_END_C

#endif

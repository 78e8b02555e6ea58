/** @file
 * The reader's bits on their way to the device's: which are compared in public, which
 * code each plane gets, and the corrected blocks.
 */
#ifndef PHW_KGEN_ZERO_POWER_CORRECTION_H
#define PHW_KGEN_ZERO_POWER_CORRECTION_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_decoder.h"
#include "kgen/zero_power_reading.h"

PHW_BEGIN_C

/** Of one bit plane. */
typedef struct phw_zero_power_plane {
    phw_zero_power_plan plan;
    size_t n_sampled;       /**< compared in public */
    size_t n_sample_errors; /**< of them, differ */
    size_t n_blocks;        /**< 0: the plane is not used */
    size_t n_dropped;       /**< blocks that did not decode */
    size_t n_corrected;     /**< own bits turned, in the others */
} phw_zero_power_plane;

/** A zeroed one is empty and may be freed. Freeing wipes. */
typedef struct phw_zero_power_correction {
    phw_zero_power_plane plane[PHW_ZERO_POWER_BITS_MAX];
    unsigned n_planes; /**< that are used */
    unsigned n_bits;   /**< planes that there are */
    size_t every;      /**< each so many-th bit is compared; 0: none */
    size_t offset;     /**< the first of them */
    size_t n_blocks;   /**< of each plane that is used */
    phw_bits known[PHW_ZERO_POWER_BITS_MAX]; /**< all kept bits: own ones, the device's
                                                  where they are known */
    phw_bits left[PHW_ZERO_POWER_BITS_MAX];  /**< of them, those not compared */
    float *margin[PHW_ZERO_POWER_BITS_MAX];  /**< of those */
    phw_bits drop; /**< plane by plane, of each block whether it did not decode */
} phw_zero_power_correction;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_zero_power_correction_free(phw_zero_power_correction *c);

/** Parts the bits that are compared, from bit `offset` of each plane on, from those
 * that are left; to be freed, also on failure. `theirs` has the device's compared bits,
 * plane by plane, as many as phw_zero_power_compared() says. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_correction_split(
    phw_zero_power_correction *out, const phw_zero_power_reading *reading,
    const phw_zero_power_config *config, size_t offset, const phw_bits *theirs);

/** Bits compared of a plane of n. */
PHW_API size_t phw_zero_power_compared(size_t n, size_t every, size_t offset);

/** Chooses a code for each plane; a plane that is of no use takes the less significant
 * ones with it. PHW_ESHORT when there is not one block, PHW_ENOKEY when no plane is
 * left. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_correction_plan(phw_zero_power_correction *c, double assumed);

/** Bits of all remainders together. */
PHW_API size_t phw_zero_power_correction_told(const phw_zero_power_correction *c);

/** Corrects all blocks by the device's remainders, plane by plane, and appends those
 * that decode to x. PHW_ENOCONV when none does; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_correction_decode(
    phw_zero_power_correction *c, phw_bits *x, const phw_bits *theirs);

PHW_END_C

#endif

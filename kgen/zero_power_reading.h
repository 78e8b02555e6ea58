/** @file
 * The reader's own bits: thresholds at the same ranks of the same windows as the
 * device's, in full precision, and how sure each bit is.
 */
#ifndef PHW_KGEN_ZERO_POWER_READING_H
#define PHW_KGEN_ZERO_POWER_READING_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/features.h"
#include "kgen/zero_power_config.h"

PHW_BEGIN_C

/** Bits of the kept values, tone by tone in time order. A zeroed one is empty and may
 * be freed. Freeing wipes. */
typedef struct phw_zero_power_reading {
    phw_bits plane[PHW_ZERO_POWER_BITS_MAX]; /**< 0 is the most significant of the Gray
                                                  code */
    /** Of each bit: how far its value stands from the next threshold that would turn
     * it, in ranks by cells. */
    float *margin[PHW_ZERO_POWER_BITS_MAX];
    size_t n; /**< bits of a plane */
} phw_zero_power_reading;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_zero_power_reading_free(phw_zero_power_reading *r);

/** Quantizes `values`, a component a tone, and takes the bits that the device kept:
 * kept[tone n_rows + row]; to be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_read(phw_zero_power_reading *out, const phw_features *values,
                    const phw_bits *kept, const phw_zero_power_config *config);

PHW_END_C

#endif

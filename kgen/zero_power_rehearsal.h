/** @file
 * Reader and device of an asymmetric agreement in one process, their messages carried
 * in memory: what `phyward asymmetric` runs, and what tests tap.
 */
#ifndef PHW_KGEN_ZERO_POWER_REHEARSAL_H
#define PHW_KGEN_ZERO_POWER_REHEARSAL_H

#include <stddef.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/rehearsal.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_operations.h"
#include "kgen/zero_power_reader.h"

PHW_BEGIN_C

/** What came of it; to be freed. By role: PHW_ALICE is the reader, PHW_BOB the device.
 */
typedef struct phw_zero_power_rehearsal {
    phw_zero_power_report report;               /**< the reader's */
    phw_zero_power_operations operations;       /**< the device's */
    phw_status device_status;                   /**< how the device ended */
    phw_bits key[2];                            /**< no bits without a key */
    phw_bits plane[2][PHW_ZERO_POWER_BITS_MAX]; /**< kept bits before any was corrected
                                                 */
    phw_bits have; /**< over the reader's probes: which both have */
    phw_bits kept; /**< over the values of those, tone by tone */
} phw_zero_power_rehearsal;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_zero_power_rehearsal_free(phw_zero_power_rehearsal *r);

/** Runs both ends to their end. PHW_OK also when they end without a key: the report
 * says so. Other statuses: the machines could not be made from the traces. `tap` may be
 * NULL.
 */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_rehearse(phw_zero_power_rehearsal *out, const phw_trace *device,
                        const phw_trace *reader, const phw_zero_power_config *config,
                        phw_entropy *entropy, phw_wire_tap *tap, void *context);

PHW_END_C

#endif

/** @file
 * The reader of a simulated uplink: cancels the noise that it knows, with a channel
 * that it estimates, and decodes; then once more with the reply that it decided.
 */
#ifndef PHW_TOOLS_UPLINK_READER_H
#define PHW_TOOLS_UPLINK_READER_H

#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/uplink_plan.h"

/** Scratch of one thread. */
typedef struct phw_uplink_reader phw_uplink_reader;

/** What came out of a reply. */
typedef struct phw_uplink_reading {
    const uint8_t *bit;  /**< plan->n_bits, decided; until the next run */
    const phw_cf *noise; /**< the noise as it was estimated, n_samples; likewise */
    phw_cf tag;          /**< g as it was estimated */
} phw_uplink_reading;

/** For a plan, which stays the caller's; given back with phw_uplink_reader_destroy().
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_reader_create(phw_uplink_reader **out,
                                                 const phw_uplink_plan *plan);

/** Takes NULL. */
void phw_uplink_reader_destroy(phw_uplink_reader *reader);

/** Reads plan->n_samples received samples with the known noise beside them. PHW_ESHORT
 * when the noise's channel can't be told; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_reader_run(phw_uplink_reader *reader,
                                              phw_uplink_reading *out,
                                              const phw_cf *sample,
                                              const phw_cf *known);

#endif

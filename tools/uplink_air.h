/** @file
 * What reader and Eve hear of one simulated reply: the tag's switching on the carrier's
 * leakage, the auxiliary node's noise, receivers' noise, each over paths of its own.
 */
#ifndef PHW_TOOLS_UPLINK_AIR_H
#define PHW_TOOLS_UPLINK_AIR_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/uplink_plan.h"

/** The paths of one read. */
typedef struct phw_uplink_gains {
    phw_cf tag_reader;                           /**< g */
    phw_cf noise_reader[PHW_UPLINK_TAPS_MAX];    /**< h_l */
    phw_cf leakage_reader;                       /**< L */
    phw_cf tag_eve[PHW_UPLINK_ANTENNAS_MAX];     /**< g of each antenna */
    phw_cf noise_eve[PHW_UPLINK_ANTENNAS_MAX];   /**< h of each */
    phw_cf leakage_eve[PHW_UPLINK_ANTENNAS_MAX]; /**< L of each */
} phw_uplink_gains;

/** One thread's air, with the read that was last made. What it holds depends on plan,
 * reply and read alone. */
typedef struct phw_uplink_air {
    const phw_uplink_plan *plan;
    uint8_t *bit;     /**< plan->n_bits, of the reply */
    phw_cf *known;    /**< the noise that the reader regenerates, n_samples */
    phw_cf *arriving; /**< what arrives of the noise sent at the reader, n_samples */
    phw_cf *reader;   /**< the reader's samples, n_samples */
    phw_cf *eve[PHW_UPLINK_ANTENNAS_MAX]; /**< each antenna's */
    phw_uplink_gains gains;
    struct phw_uplink_air_scratch *scratch;
} phw_uplink_air;

/** Made of a plan, which stays the caller's; given back with phw_uplink_air_destroy().
 * PHW_EARG, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_air_create(phw_uplink_air **out,
                                              const phw_uplink_plan *plan);

/** Takes NULL. */
void phw_uplink_air_destroy(phw_uplink_air *air);

/** Makes read `read` (below plan->n_reads) of reply `reply`; the number of all reads
 * stays below 2^32. */
PHW_MUST_USE phw_status phw_uplink_air_make(phw_uplink_air *air, size_t reply,
                                            size_t read);

#endif

/** @file
 * One pair of a group makes a key, charged with what its neighbour and all observers
 * heard.
 */
#ifndef PHW_TOOLS_GROUP_LINK_H
#define PHW_TOOLS_GROUP_LINK_H

#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/agreement_config.h"
#include "tools/group_plan.h"

/** What a pair came to. A zeroed one may be freed. Freeing wipes. */
typedef struct phw_group_outcome {
    phw_group_pair pair;
    phw_status status; /**< PHW_OK with a key, else why there is none */
    phw_bits key;      /**< of the ends, which have the same; no bits without */
    size_t n_raw;
    double disagreement_rate; /**< of raw bits; NaN without */
    size_t certified_bits;
    double shortfall_bits;        /**< of the key wanted */
    double distance_wavelengths;  /**< from `to` to the neighbour; NaN: none */
    double neighbour_bits;        /**< that the neighbour knows of the raw bits */
    double observer_bits;         /**< that the observers know, added up */
    double neighbour_correlation; /**< of the features; NaN: no neighbour */
    double neighbour_multiple;    /**< multiple, 99 % bound; NaN: no neighbour */
    double channel_correlation;   /**< magnitude, of the channel's closed form: what
                                       the neighbour hears of the first end with what
                                       the second does; NaN: no neighbour */
    uint64_t n_messages;
    uint64_t n_bytes;
} phw_group_outcome;

/** Simulates pair `pair` as trial `link` of the scenario's channel and makes its key
 * with both ends in memory, from randomness of (seed, link). The neighbour and each
 * observer are measured on all that they hear of either end; what they know is added
 * up, as if all told each other and nobody knew twice the same, and charged. PHW_OK
 * also without a key. To be freed. */
PHW_MUST_USE phw_status phw_group_link_run(phw_group_outcome *out,
                                           const phw_scenario *scenario,
                                           const phw_group_pair *pair,
                                           const phw_agreement_config *config,
                                           uint64_t seed, uint32_t link);

/** Wipes and gives back; the struct is zero afterwards. */
void phw_group_outcome_free(phw_group_outcome *outcome);

#endif

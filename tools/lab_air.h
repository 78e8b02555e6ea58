/** @file
 * One thread's copy of a scenario's air: the link, and the observation of one probe by
 * one party at coefficient level.
 */
#ifndef PHW_TOOLS_LAB_AIR_H
#define PHW_TOOLS_LAB_AIR_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/scenario.h"

/** Who measures, in the order of the traces. */
enum {
    PHW_PARTY_ALICE = 0,
    PHW_PARTY_BOB,
    PHW_PARTY_EVE,
    PHW_N_PARTIES
};

/** Belongs to one thread; what it gives depends on scenario, seed and trial alone. */
typedef struct phw_air phw_air;

/** For a checked scenario. PHW_EINPUT when the channel can't be made of it,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_air_create(phw_air **out, const phw_scenario *scenario,
                                       uint64_t seed, uint32_t trial);

/** Takes NULL. */
void phw_air_destroy(phw_air *air);

/** The instant at which a party (PHW_PARTY_...) measures in exchange `probe`, s. */
double phw_air_instant(const phw_air *air, unsigned party, size_t probe);

/** The taps' delays and mean powers; lives as long as the air. */
const struct phw_taps *phw_air_profile(const phw_air *air);

/** The taps of the channel that a party hears, at any instant; out[PHW_TAPS_MAX]. */
PHW_MUST_USE phw_status phw_air_taps(phw_air *air, phw_cf *out, unsigned party,
                                     double time_s);

/** The frequency response on the scenario's subcarriers as a party estimates it in
 * exchange `probe`, noise included. */
PHW_MUST_USE phw_status phw_air_observe(phw_air *air, phw_cf *out, unsigned party,
                                        size_t probe);

/** The variance of that noise, linear, for a channel of mean power 1. */
double phw_air_noise_variance(const phw_air *air, unsigned party);

/** The subcarriers' offsets from the carrier, Hz: +-1 .. +-n/2 spacings in rising
 * order, or 0 for a single one; out[subcarriers]. */
void phw_air_offsets(double *out, const phw_scenario *scenario);

#endif

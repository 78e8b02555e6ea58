/** @file
 * The Gaussian processes of all taps between two antennas, with what was read last kept
 * at hand: several listeners hear mixtures of the same ones at the same instant.
 */
#ifndef PHW_CHANNEL_ANTENNA_PAIR_H
#define PHW_CHANNEL_ANTENNA_PAIR_H

#include "channel/fading_config.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Instants that are kept: the other direction's is another one. */
#define PHW_ANTENNA_PAIR_KEPT 2

/** Belongs to one thread. */
typedef struct phw_antenna_pair phw_antenna_pair;

/** As phw_fading_create(), of PHW_TAPS_MAX processes at most. */
PHW_API PHW_MUST_USE phw_status
phw_antenna_pair_create(phw_antenna_pair **out, const phw_fading_config *config);

/** Takes NULL. */
PHW_API void phw_antenna_pair_destroy(phw_antenna_pair *pair);

/** As phw_fading_reset(). */
PHW_API void phw_antenna_pair_reset(phw_antenna_pair *pair, const phw_rng *rng);

/** As phw_fading_read(); `out` points at the values until the next reading but one. */
PHW_API PHW_MUST_USE phw_status phw_antenna_pair_read(const phw_cf **out,
                                                      phw_antenna_pair *pair,
                                                      double time_s);

PHW_END_C

#endif

/** @file
 * The scattered part of a network's taps as plane waves at the nodes' places of the
 * moment (channel/network.h; reference: channel models of two moving ends, Akki and
 * Haber, IEEE Trans. Veh. Technol. 35(1), 1986).
 *
 * Of each pair of sites and tap N waves are drawn: one direction at either end, evenly
 * over the shares of the sites' angles and paired at random, a phase, and a shift of
 * their own from the tap's Doppler spectrum. They are drawn anew as redraw_periods of
 * the configuration says and fade into the next ones over the last quarter
 * (channel/crossfade.h).
 */
#ifndef PHW_CHANNEL_NETWORK_WAVES_H
#define PHW_CHANNEL_NETWORK_WAVES_H

#include <stddef.h>

#include "channel/network_block.h"
#include "channel/network_config.h"
#include "core/status.h"

PHW_BEGIN_C

/** Belongs to one thread. */
typedef struct phw_network_waves phw_network_waves;

/** Of a checked configuration, which has to outlive it. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_network_waves_create(phw_network_waves **out, const phw_network_config *config);

/** Takes NULL. */
PHW_API void phw_network_waves_destroy(phw_network_waves *waves);

/** After the configuration's seed or trial has changed. */
PHW_API void phw_network_waves_reset(phw_network_waves *waves);

/** Taps [0, n_taps) of unit power between nodes `a` and `b`; a's site comes first, and
 * within one site a < b. Costs a few ns a wave, tap and pair of antennas. PHW_EARG when
 * the instant is too far; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_waves_read(phw_network_waves *waves,
                                                       const phw_network_block *block,
                                                       size_t n_taps, size_t a,
                                                       size_t b, double time_s);

PHW_END_C

#endif

/** @file
 * Bursts of wideband noise.
 */
#ifndef PHW_CHANNEL_INTERFERER_BURST_H
#define PHW_CHANNEL_INTERFERER_BURST_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "burst": circular white noise during a share `duty` of each `period_s`, the burst at
 * a place of its own in every period, anywhere that it fits. */
PHW_API extern const phw_interferer phw_interferer_burst;

PHW_END_C

#endif

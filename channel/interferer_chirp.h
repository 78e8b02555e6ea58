/** @file
 * A carrier that sweeps.
 */
#ifndef PHW_CHANNEL_INTERFERER_CHIRP_H
#define PHW_CHANNEL_INTERFERER_CHIRP_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "chirp": from from_hz to to_hz in a straight line in period_s, and again; its phase
 * is continuous within a sweep and begins each at one drawn for it. */
PHW_API extern const phw_interferer phw_interferer_chirp;

PHW_END_C

#endif

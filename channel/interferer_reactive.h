/** @file
 * A jammer that listens.
 */
#ifndef PHW_CHANNEL_INTERFERER_REACTIVE_H
#define PHW_CHANNEL_INTERFERER_REACTIVE_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "reactive": circular white noise once a window of what it hears is stronger than
 * threshold_db, delay_s later and for hold_s (Xu, Trappe, Zhang, Wood, "The feasibility
 * of launching and detecting jamming attacks in wireless networks", MobiHoc 2005, the
 * reactive jammer). */
PHW_API extern const phw_interferer phw_interferer_reactive;

PHW_END_C

#endif

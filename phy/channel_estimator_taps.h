/** @file
 * Taps on a grid of delays by least squares, all of them or the significant ones.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_TAPS_H
#define PHW_PHY_CHANNEL_ESTIMATOR_TAPS_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "taps". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_taps;

PHW_END_C

#endif

/** @file
 * Paths by MUSIC over windows of evenly spaced pilots.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_MUSIC_H
#define PHW_PHY_CHANNEL_ESTIMATOR_MUSIC_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "music". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_music;

PHW_END_C

#endif

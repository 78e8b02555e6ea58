/** @file
 * Paths one after the other, each the strongest of what is left, of any delays.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_PURSUIT_H
#define PHW_PHY_CHANNEL_ESTIMATOR_PURSUIT_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "pursuit". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_pursuit;

PHW_END_C

#endif

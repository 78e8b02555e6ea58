/** @file
 * Linear minimum mean square error with a prior of the delays.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_LMMSE_H
#define PHW_PHY_CHANNEL_ESTIMATOR_LMMSE_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "lmmse". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_lmmse;

PHW_END_C

#endif

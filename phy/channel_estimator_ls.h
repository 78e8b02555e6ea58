/** @file
 * The values as they come: least squares without a model of the channel.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_LS_H
#define PHW_PHY_CHANNEL_ESTIMATOR_LS_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "ls". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_ls;

PHW_END_C

#endif

/** @file
 * Paths by ESPRIT over windows of evenly spaced pilots.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_ESPRIT_H
#define PHW_PHY_CHANNEL_ESTIMATOR_ESPRIT_H

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** The entry "esprit". */
extern PHW_API const phw_channel_estimator phw_channel_estimator_esprit;

PHW_END_C

#endif

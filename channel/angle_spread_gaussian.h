/** @file
 * Waves with a Gaussian spread of azimuth.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_GAUSSIAN_H
#define PHW_CHANNEL_ANGLE_SPREAD_GAUSSIAN_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** "gaussian": a normal deviation, wrapped around the circle. */
PHW_API extern const phw_angle_spread phw_angle_spread_gaussian;

PHW_END_C

#endif

/** @file
 * Waves with a Laplacian spread of azimuth.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_LAPLACIAN_H
#define PHW_CHANNEL_ANGLE_SPREAD_LAPLACIAN_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** "laplacian": density e^{-sqrt 2 |x| / spread} within a half turn of the mean. */
PHW_API extern const phw_angle_spread phw_angle_spread_laplacian;

PHW_END_C

#endif

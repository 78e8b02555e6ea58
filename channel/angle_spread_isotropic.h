/** @file
 * Waves from everywhere alike.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_ISOTROPIC_H
#define PHW_CHANNEL_ANGLE_SPREAD_ISOTROPIC_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** "isotropic": from all sides of the plane; R = J0(2 pi d), d in wavelengths. */
PHW_API extern const phw_angle_spread phw_angle_spread_isotropic;

/** "isotropic-3d": from all sides of space; R = sin(2 pi d) / (2 pi d). */
PHW_API extern const phw_angle_spread phw_angle_spread_isotropic_3d;

PHW_END_C

#endif

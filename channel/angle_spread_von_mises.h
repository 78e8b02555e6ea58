/** @file
 * Waves with a spread of azimuth by von Mises.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_VON_MISES_H
#define PHW_CHANNEL_ANGLE_SPREAD_VON_MISES_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** "von-mises": density e^{kappa cos x}; kappa 0 is isotropic. */
PHW_API extern const phw_angle_spread phw_angle_spread_von_mises;

PHW_END_C

#endif

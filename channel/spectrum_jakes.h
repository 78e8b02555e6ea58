/** @file
 * Clarke's Doppler spectrum, also called Jakes's.
 */
#ifndef PHW_CHANNEL_SPECTRUM_JAKES_H
#define PHW_CHANNEL_SPECTRUM_JAKES_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "jakes": waves arrive in the plane from all sides alike, S(f) = 1 / (pi fd sqrt(1 -
 * (f/fd)^2)), R(tau) = J0(2 pi fd tau). */
PHW_API extern const phw_spectrum phw_spectrum_jakes;

PHW_END_C

#endif

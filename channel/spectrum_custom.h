/** @file
 * A Doppler spectrum of the user's own.
 */
#ifndef PHW_CHANNEL_SPECTRUM_CUSTOM_H
#define PHW_CHANNEL_SPECTRUM_CUSTOM_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "custom": densities d0..d8, to any common scale, at the shifts -1, -0.75 ... 1 in
 * units of fd, and straight lines between them. Not all may be zero. */
PHW_API extern const phw_spectrum phw_spectrum_custom;

PHW_END_C

#endif

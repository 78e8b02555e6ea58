/** @file
 * Flat Doppler spectra: waves from all directions of space.
 */
#ifndef PHW_CHANNEL_SPECTRUM_FLAT_H
#define PHW_CHANNEL_SPECTRUM_FLAT_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "flat": all shifts within fd alike, R(tau) = sinc(2 fd tau). */
PHW_API extern const phw_spectrum phw_spectrum_flat;

/** "isotropic-3d": the same density by the name of what makes it, waves from all
 * directions of space alike (the cosine of the angle to the motion is uniform). The
 * first zero is at half a wavelength. */
PHW_API extern const phw_spectrum phw_spectrum_isotropic_3d;

PHW_END_C

#endif

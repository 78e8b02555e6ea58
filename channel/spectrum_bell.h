/** @file
 * The bell-shaped Doppler spectrum of people who walk about a still link.
 */
#ifndef PHW_CHANNEL_SPECTRUM_BELL_H
#define PHW_CHANNEL_SPECTRUM_BELL_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "bell": TGn's, S(f) proportional to 1 / (1 + 9 (f/fd)^2) up to 5 fd, where it is
 * cut; fd is the shift of a walking scatterer. The correlation is that of the cut
 * spectrum, within 0.06 of the whole one's e^{-(2 pi / 3) fd |tau|}. */
PHW_API extern const phw_spectrum phw_spectrum_bell;

PHW_END_C

#endif

/** @file
 * A Doppler spectrum of waves that come mostly from one side.
 */
#ifndef PHW_CHANNEL_SPECTRUM_DIRECTIONAL_H
#define PHW_CHANNEL_SPECTRUM_DIRECTIONAL_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "directional": angles of arrival in the plane follow von Mises' law of concentration
 * `kappa` about `mean_deg` from the direction of motion (0: ahead, 90: abeam). kappa 0
 * is Clarke's. R(tau) = I0(sqrt(kappa^2 - D^2 + j 2 kappa D cos mean)) / I0(kappa),
 * D = 2 pi fd tau (Abdi, Barger and Kaveh, IEEE Trans. Veh. Technol. 51(3), 2002, eq.
 * 2). */
PHW_API extern const phw_spectrum phw_spectrum_directional;

PHW_END_C

#endif

/** @file
 * Solid-state amplifiers that saturate smoothly and turn no phase.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_RAPP_H
#define PHW_CHANNEL_POWER_AMPLIFIER_RAPP_H

#include "channel/power_amplifier.h"

PHW_BEGIN_C

/** "rapp": y = x / (1 + |x|^{2p})^{1/(2p)}, saturating at 1 (C. Rapp, "Effects of HPA
 * nonlinearity on a 4-DPSK/OFDM signal for a digital sound broadcasting system", 2nd
 * European Conf. on Satellite Communications, Liege 1991). p = "smoothness"; a large p
 * is a limiter. */
PHW_API extern const phw_power_amplifier phw_power_amplifier_rapp;

PHW_END_C

#endif

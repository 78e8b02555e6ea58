/** @file
 * Travelling-wave tubes.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_SALEH_H
#define PHW_CHANNEL_POWER_AMPLIFIER_SALEH_H

#include "channel/power_amplifier.h"

PHW_BEGIN_C

/** "saleh": amplitude a r / (1 + b r^2), phase c r^2 / (1 + d r^2) (A. A. M. Saleh,
 * "Frequency-independent and frequency-dependent nonlinear models of TWT amplifiers",
 * IEEE Trans. Commun. 29(11), 1981, the amplitude-phase model), unless said with the
 * constants fitted there to measured tubes: 2.1587, 1.1517, 4.0033, 9.1040. It
 * saturates at r = 1 / sqrt(b), at half of a / sqrt(b). Phases in rad. */
PHW_API extern const phw_power_amplifier phw_power_amplifier_saleh;

PHW_END_C

#endif

/** @file
 * Amplifiers that remember the last samples.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_MEMORY_H
#define PHW_CHANNEL_POWER_AMPLIFIER_MEMORY_H

#include "channel/power_amplifier.h"

PHW_BEGIN_C

/** "memory-polynomial": y(n) = sum_{k=1,3,5} sum_{d=0..2} a_kd x(n-d) |x(n-d)|^{k-1}
 * (L. Ding et al., "A robust digital baseband predistorter constructed using memory
 * polynomials", IEEE Trans. Commun. 52(1), 2004, the model and the coefficients that
 * its simulations took from a class AB amplifier). "memory" scales the terms of past
 * samples: 0 leaves a polynomial without memory. Beyond amplitude 1, where the fit
 * ends, a branch keeps the gain it has there. */
PHW_API extern const phw_power_amplifier phw_power_amplifier_memory;

PHW_END_C

#endif

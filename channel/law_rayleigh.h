/** @file
 * Rayleigh fading: many waves and none that stands out.
 */
#ifndef PHW_CHANNEL_LAW_RAYLEIGH_H
#define PHW_CHANNEL_LAW_RAYLEIGH_H

#include "channel/law.h"

PHW_BEGIN_C

/** "rayleigh": the Gaussian process as it is; Pr(|h| <= r) = 1 - e^{-r^2}. */
PHW_API extern const phw_law phw_law_rayleigh;

PHW_END_C

#endif

/** @file
 * Two waves with diffuse power: fading that can be worse than Rayleigh's.
 */
#ifndef PHW_CHANNEL_LAW_TWDP_H
#define PHW_CHANNEL_LAW_TWDP_H

#include "channel/law.h"

PHW_BEGIN_C

/** "twdp": h = V_1 e^{j 2 pi turn_1} + V_2 e^{j 2 pi turn_2} + z sqrt(2) sigma with
 * `k_db` = (V_1^2 + V_2^2) / (2 sigma^2) and `delta` = 2 V_1 V_2 / (V_1^2 + V_2^2): 0
 * is Rice's, 1 two waves alike. */
PHW_API extern const phw_law phw_law_twdp;

PHW_END_C

#endif

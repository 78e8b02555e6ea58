/** @file
 * Rice fading: one wave stands out of many.
 */
#ifndef PHW_CHANNEL_LAW_RICIAN_H
#define PHW_CHANNEL_LAW_RICIAN_H

#include "channel/law.h"

PHW_BEGIN_C

/** "rician": h = sqrt(K / (K + 1)) e^{j 2 pi turn} + z / sqrt(K + 1), K from `k_db`;
 * the wave's shift is `shift` of the largest. Pr(|h| <= r) = phw_rice_cdf(K, r). */
PHW_API extern const phw_law phw_law_rician;

PHW_END_C

#endif

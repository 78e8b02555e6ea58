/** @file
 * Two rays, as far apart as gives the delay spread.
 */
#ifndef PHW_CHANNEL_PROFILE_TWO_RAY_H
#define PHW_CHANNEL_PROFILE_TWO_RAY_H

#include "channel/profile.h"

PHW_BEGIN_C

/** "two-ray": the second ray `power_db` over the first, the first with the Rice share
 * `steady`. The RMS delay spread of two rays tau apart with shares p and q of the power
 * is tau sqrt(p q). */
PHW_API extern const phw_profile phw_profile_two_ray;

PHW_END_C

#endif

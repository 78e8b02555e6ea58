/** @file
 * The outdoor test environments of Recommendation ITU-R M.1225, annex 2.
 */
#ifndef PHW_CHANNEL_PROFILE_ITU_H
#define PHW_CHANNEL_PROFILE_ITU_H

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_ITU 4

/** "itu-vehicular-a", "itu-vehicular-b", "itu-pedestrian-a", "itu-pedestrian-b". */
PHW_API extern const phw_profile phw_profiles_itu[PHW_N_PROFILES_ITU];

PHW_END_C

#endif

/** @file
 * The tapped delay lines of 3GPP TR 38.901, scaled by the delay spread (equation 7.7-1)
 * as they stand: the RMS spread of the rounded tables is 0.9937 (TDL-D) to 1.0002 of
 * the one asked for.
 */
#ifndef PHW_CHANNEL_PROFILE_TDL_H
#define PHW_CHANNEL_PROFILE_TDL_H

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_TDL 5

/** "tdl-a" to "tdl-e", tables 7.7.2-1 to 7.7.2-5. In D and E tap 0 is the steady
 * line of sight and tap 1 the scatter at the same delay. */
PHW_API extern const phw_profile phw_profiles_tdl[PHW_N_PROFILES_TDL];

PHW_END_C

#endif

/** @file
 * The tapped delay lines without line of sight of 3GPP TR 38.901, scaled by the delay
 * spread (equation 7.7-1).
 */
#ifndef PHW_CHANNEL_PROFILE_TDL_H
#define PHW_CHANNEL_PROFILE_TDL_H

#include "channel/profile.h"

PHW_BEGIN_C

/** "tdl-a": table 7.7.2-1, 23 taps. */
PHW_API extern const phw_profile phw_profile_tdl_a;

/** "tdl-b": table 7.7.2-2, 23 taps. */
PHW_API extern const phw_profile phw_profile_tdl_b;

/** "tdl-c": table 7.7.2-3, 24 taps. */
PHW_API extern const phw_profile phw_profile_tdl_c;

PHW_END_C

#endif

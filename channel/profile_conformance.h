/** @file
 * The conformance channels of 3GPP TS 38.101-4 and 38.104: TDL-A, B and C cut to 12
 * taps on a grid of 5 ns. They are not TDL-A, B and C themselves, and do not scale.
 */
#ifndef PHW_CHANNEL_PROFILE_CONFORMANCE_H
#define PHW_CHANNEL_PROFILE_CONFORMANCE_H

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_CONFORMANCE 3

/** "tdla30", "tdlb100", "tdlc300". */
PHW_API extern const phw_profile phw_profiles_conformance[PHW_N_PROFILES_CONFORMANCE];

PHW_END_C

#endif

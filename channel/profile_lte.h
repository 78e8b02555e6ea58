/** @file
 * The extended ITU models of LTE (3GPP TS 36.104, annex B.2).
 */
#ifndef PHW_CHANNEL_PROFILE_LTE_H
#define PHW_CHANNEL_PROFILE_LTE_H

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_LTE 3

/** "epa", "eva", "etu". */
PHW_API extern const phw_profile phw_profiles_lte[PHW_N_PROFILES_LTE];

PHW_END_C

#endif

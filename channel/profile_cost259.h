/** @file
 * The models of COST 259 as 3GPP deploys them (TR 25.943).
 */
#ifndef PHW_CHANNEL_PROFILE_COST259_H
#define PHW_CHANNEL_PROFILE_COST259_H

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_COST259 3

/** "cost259-tux", "cost259-rax" (Rice's first tap: parameter k_db), "cost259-htx". */
PHW_API extern const phw_profile phw_profiles_cost259[PHW_N_PROFILES_COST259];

PHW_END_C

#endif

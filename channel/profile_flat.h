/** @file
 * One tap at delay 0: a channel without frequency selectivity.
 */
#ifndef PHW_CHANNEL_PROFILE_FLAT_H
#define PHW_CHANNEL_PROFILE_FLAT_H

#include "channel/profile.h"

PHW_BEGIN_C

/** "flat". The delay spread is taken and has no effect. */
PHW_API extern const phw_profile phw_profile_flat;

PHW_END_C

#endif

/** @file
 * The power delay profiles there are, and the taps that one of them gives.
 */
#ifndef PHW_CHANNEL_PROFILES_H
#define PHW_CHANNEL_PROFILES_H

#include <stddef.h>

#include "channel/profile.h"
#include "channel/taps.h"
#include "core/status.h"

PHW_BEGIN_C

/** How many profiles there are. */
PHW_API size_t phw_profile_count(void);

/** Profile i, i < phw_profile_count(); NULL past the end. */
PHW_API const phw_profile *phw_profile_at(size_t i);

/** The profile of that name, upper or lower case; NULL when there is none. */
PHW_API const phw_profile *phw_profile_find(const char *name);

/** The taps of a profile: delays for an RMS delay spread of `delay_spread_s` (>= 0,
 * finite), powers that sum to 1. `n_taps` is the number of taps of a profile that
 * leaves it open ("exponential"), 0 for the profile's own. PHW_EARG.
 *
 * The tables of TR 38.901 are scaled as they stand (7.7.3): their RMS spread is the one
 * asked for to four digits. "flat" has one tap at delay 0 whatever is asked. */
PHW_API PHW_MUST_USE phw_status phw_profile_taps(phw_taps *out,
                                                 const phw_profile *profile,
                                                 double delay_spread_s, size_t n_taps);

PHW_END_C

#endif

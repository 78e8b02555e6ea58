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

/** The profile of that name, in upper or lower case, with "_" as good as "-"; NULL when
 * there is none. */
PHW_API const phw_profile *phw_profile_find(const char *name);

/** The taps of a profile with its parameters at their defaults: delays for an RMS delay
 * spread of `delay_spread_s` (>= 0, finite) where it is scalable, powers that sum to 1.
 * `n_taps` is the number of taps of a profile that leaves it open ("exponential"), 0
 * for the profile's own. PHW_EARG.
 *
 * Tables are scaled as they stand (TR 38.901, 7.7.3): their RMS spread is the one asked
 * for to four digits, TDL-D's to two. */
PHW_API PHW_MUST_USE phw_status phw_profile_taps(phw_taps *out,
                                                 const phw_profile *profile,
                                                 double delay_spread_s, size_t n_taps);

/** The same for what a user wrote: a profile and its parameters, "tdl-a",
 * "cost207-ra:k_db=10", or the taps themselves as phw_taps_read() takes them, "0ns 0dB,
 * 30ns -1dB", known by the digit or sign that they begin with. PHW_EARG says what is
 * wrong. */
PHW_API PHW_MUST_USE phw_status phw_profile_read(phw_taps *out, const char *text,
                                                 double delay_spread_s, size_t n_taps);

/** What a profile is, parameters at their defaults. Delays are in units of the RMS
 * delay spread asked for when it is scalable, in ns when it is not. */
typedef struct phw_profile_facts {
    size_t n_taps;
    double mean_excess_delay; /**< weighted by power */
    double rms_delay_spread;  /**< weighted by power */
    double max_delay;
    double power_sum; /**< of the table as it stands, linear */
} phw_profile_facts;

/** Works them out. */
PHW_API void phw_profile_describe(phw_profile_facts *out, const phw_profile *profile);

PHW_END_C

#endif

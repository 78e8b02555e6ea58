/** @file
 * The models of COST 207, of 4 to 12 taps. The first taps scatter with Clarke's
 * spectrum, later ones (from about 0.5 us and 2 us on) with the two-sided Gaussians of
 * COST 207.
 */
#ifndef PHW_CHANNEL_PROFILE_COST207_H
#define PHW_CHANNEL_PROFILE_COST207_H

#include "channel/profile.h"

PHW_BEGIN_C

/** Rice factor of a rural area's first tap, unless set: 10 lg (0.91 / 0.41)^2, from the
 * amplitudes of its direct and scattered part. The tables have none; it is quoted from
 * memory and not checked against the report. */
#define PHW_PROFILE_COST207_K_DB 6.925

#define PHW_N_PROFILES_COST207 14

/** "cost207-ra" and "-ra6" (Rice's first tap: parameter k_db), "-tu", "-bu", "-ht",
 * each also as "-6alt", "-12", "-12alt". */
PHW_API extern const phw_profile phw_profiles_cost207[PHW_N_PROFILES_COST207];

PHW_END_C

#endif

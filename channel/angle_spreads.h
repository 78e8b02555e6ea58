/** @file
 * The spreads of directions that can be chosen by name.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREADS_H
#define PHW_CHANNEL_ANGLE_SPREADS_H

#include <stddef.h>

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_angle_spread *const *phw_angle_spread_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_angle_spread_find(const phw_angle_spread **out,
                                                      const char *name);

/** Reads "isotropic" or "laplacian:mean_deg=30:spread_deg=10"; a parameter left out has
 * its default. PHW_EARG says what is wrong and what there is. */
PHW_API PHW_MUST_USE phw_status phw_angles_choose(phw_angles_choice *out,
                                                  const char *text);

/** The entry of a choice: "isotropic" when it has none. */
PHW_API const phw_angle_spread *phw_angles_entry(const phw_angles_choice *choice);

PHW_END_C

#endif

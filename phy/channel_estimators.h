/** @file
 * The channel estimators that can be chosen by name.
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATORS_H
#define PHW_PHY_CHANNEL_ESTIMATORS_H

#include <stddef.h>

#include "core/status.h"
#include "phy/channel_estimator.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_channel_estimator *const *phw_channel_estimator_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status
phw_channel_estimator_find(const phw_channel_estimator **out, const char *name);

PHW_END_C

#endif

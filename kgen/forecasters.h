/** @file
 * The forecasters that can be chosen by name.
 */
#ifndef PHW_KGEN_FORECASTERS_H
#define PHW_KGEN_FORECASTERS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/forecaster.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_forecaster *const *phw_forecaster_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_forecaster_find(const phw_forecaster **out,
                                                    const char *name);

PHW_END_C

#endif

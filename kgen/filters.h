/** @file
 * The filters that can be chosen by name.
 */
#ifndef PHW_KGEN_FILTERS_H
#define PHW_KGEN_FILTERS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/filter.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_filter *const *phw_filter_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_filter_find(const phw_filter **out,
                                                const char *name);

PHW_END_C

#endif

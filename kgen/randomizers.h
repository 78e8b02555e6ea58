/** @file
 * The randomizers that can be chosen by name.
 */
#ifndef PHW_KGEN_RANDOMIZERS_H
#define PHW_KGEN_RANDOMIZERS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/randomizer.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_randomizer *const *phw_randomizer_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_randomizer_find(const phw_randomizer **out,
                                                    const char *name);

PHW_END_C

#endif

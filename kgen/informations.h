/** @file
 * The estimates of mutual information that can be chosen by name.
 */
#ifndef PHW_KGEN_INFORMATIONS_H
#define PHW_KGEN_INFORMATIONS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/information.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_information *const *phw_information_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_information_find(const phw_information **out,
                                                     const char *name);

PHW_END_C

#endif

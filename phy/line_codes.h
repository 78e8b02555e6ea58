/** @file
 * The line codes that can be chosen by name.
 */
#ifndef PHW_PHY_LINE_CODES_H
#define PHW_PHY_LINE_CODES_H

#include <stddef.h>

#include "core/status.h"
#include "phy/line_code.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_line_code *const *phw_line_code_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_line_code_find(const phw_line_code **out,
                                                   const char *name);

PHW_END_C

#endif

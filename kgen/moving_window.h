/** @file
 * The parameter of filters that look at an odd number of rows around each.
 */
#ifndef PHW_KGEN_MOVING_WINDOW_H
#define PHW_KGEN_MOVING_WINDOW_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most rows of a window. */
#define PHW_MOVING_WINDOW_MAX 100001

/** PHW_EARG, for the filter `name`, when the first parameter is an even number. */
PHW_API PHW_MUST_USE phw_status phw_moving_window_check(const char *name,
                                                        const phw_params *params);

/** Makes the first parameter the longest odd window of n_rows rows, where it is longer.
 */
PHW_API void phw_moving_window_shorten(phw_params *inout, size_t n_rows);

PHW_END_C

#endif

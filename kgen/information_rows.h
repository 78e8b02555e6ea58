/** @file
 * Whether two ends' features can be held against each other row by row.
 */
#ifndef PHW_KGEN_INFORMATION_ROWS_H
#define PHW_KGEN_INFORMATION_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** PHW_EARG when a and b differ in rows, or `pairs` and they differ in components;
 * PHW_ESHORT below `least` rows or for a constant component; PHW_EINPUT for a value
 * that is not finite. Messages begin with `who`. */
PHW_API PHW_MUST_USE phw_status phw_information_check(const phw_features *a,
                                                      const phw_features *b, bool pairs,
                                                      size_t least, const char *who);

PHW_END_C

#endif

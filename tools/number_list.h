/** @file
 * Lists of numbers as users write them: "0.01,0.05,0.1".
 */
#ifndef PHW_TOOLS_NUMBER_LIST_H
#define PHW_TOOLS_NUMBER_LIST_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

/** Most members. */
#define PHW_NUMBERS_MAX 64

/** Members as given, each in the range of its spec. */
typedef struct phw_numbers {
    double value[PHW_NUMBERS_MAX];
    size_t n; /**< 1 or more */
} phw_numbers;

/** Reads a list for `spec`. PHW_EARG names the member that is wrong. */
PHW_MUST_USE phw_status phw_numbers_read(phw_numbers *out, const phw_param *spec,
                                         const char *text);

#endif

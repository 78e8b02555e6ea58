/** @file
 * Lists of places as users write them: "0", "0-4,7", "all".
 */
#ifndef PHW_TOOLS_INDEX_LIST_H
#define PHW_TOOLS_INDEX_LIST_H

#include <stddef.h>

#include "core/status.h"

/** Places in the order given. A zeroed one is empty and may be freed. */
typedef struct phw_indices {
    size_t *index;
    size_t n;
} phw_indices;

/** Reads a list of numbers and ranges FROM-TO (both within) below `bound`; NULL and
 * "all" are all of them. `what` names the option in errors. PHW_EARG says which member
 * is wrong; no place may be there twice. PHW_ENOMEM. To be freed. */
PHW_MUST_USE phw_status phw_indices_read(phw_indices *out, const char *what,
                                         const char *text, size_t bound);

/** Gives back; the struct is zero afterwards. */
void phw_indices_free(phw_indices *list);

#endif

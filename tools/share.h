/** @file
 * A share that was counted, as results tell it.
 */
#ifndef PHW_TOOLS_SHARE_H
#define PHW_TOOLS_SHARE_H

#include <stddef.h>

#include "tools/result.h"

/** Adds `k` of `n` as the field `name`, a text with the share's 95 % interval, with
 * n_NAME, n_NAME_of and NAME_interval for JSON. People see nothing where n is 0. */
void phw_share_tell(phw_result *r, const char *name, const char *label, size_t k,
                    size_t n);

#endif

/** @file
 * The exit statuses of `phyward`: the one table of what each means.
 */
#ifndef PHW_TOOLS_EXIT_STATUS_H
#define PHW_TOOLS_EXIT_STATUS_H

#include <stddef.h>

#include "core/status.h"

/** One exit status. */
typedef struct phw_exit_meaning {
    int status;
    const char *meaning; /**< one line */
} phw_exit_meaning;

/** What the command exits with after `s`. */
int phw_exit_status(phw_status s);

/** Meaning `i`, in the order of the statuses; NULL past the last. */
const phw_exit_meaning *phw_exit_meaning_at(size_t i);

#endif

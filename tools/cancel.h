/** @file
 * The user's wish to stop (Ctrl-C), as a flag that loops look at.
 */
#ifndef PHW_TOOLS_CANCEL_H
#define PHW_TOOLS_CANCEL_H

#include <stdbool.h>

#include "core/status.h"

/** SIGINT and SIGTERM set the flag, a second one ends the program at once; SIGPIPE and
 * SIGXFSZ are ignored, so that a closed pipe or a full disk is a failed write. */
void phw_cancel_install(void);

/** Whether the user asked to stop. */
bool phw_cancel_asked(void);

/** Whether the user asked to stop, and forgets it: for what may end at any time with a
 * result, such as receiving. The next Ctrl-C counts as the first. */
bool phw_cancel_take(void);

/** PHW_ECANCEL, with a message, once the user asked to stop; else PHW_OK. */
PHW_MUST_USE phw_status phw_cancel_check(void);

#endif

/** @file
 * A bar with the time left, on stderr, for whatever takes more than two seconds.
 */
#ifndef PHW_TOOLS_PROGRESS_H
#define PHW_TOOLS_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "tools/option.h"

/** One bar. Only one is shown at a time. A zeroed one shows nothing. */
typedef struct phw_progress {
    const char *label;
    double total;     /**< of what is counted by phw_progress_show() */
    double start_s;   /**< monotonic clock */
    double last_s;    /**< of the last drawing */
    bool on_terminal; /**< stderr is one, and --quiet was not given */
    bool colour;      /**< NO_COLOR is not set */
    bool drawn;
    atomic_uint within; /**< thousandths of the thing in work that are done */
} phw_progress;

/** Starts a bar for `total` things. It stays hidden for two seconds, when stderr is not
 * a terminal, with --quiet, and for a `total` of 0: where nobody knows the end. */
void phw_progress_start(phw_progress *p, const char *label, double total,
                        const phw_arguments *arguments);

/** Draws it when it is due, at most ten times a second. */
void phw_progress_show(phw_progress *p, double done);

/** Says how much of the thing in work is done, 0 to 1, for a bar of one thing; from
 * any thread. It shows at the next phw_progress_show(). */
void phw_progress_within(phw_progress *p, double share);

/** Takes the bar off the screen. */
void phw_progress_end(phw_progress *p);

#endif

/** @file
 * Work split over threads by index: which thread does an item never shows in the
 * result.
 */
#ifndef PHW_TOOLS_WORKERS_H
#define PHW_TOOLS_WORKERS_H

#include <stddef.h>

#include "core/status.h"
#include "tools/progress.h"

/** Does item `item`; `worker` (0 .. n_threads - 1) names the thread, so that each can
 * have objects of its own. */
typedef phw_status phw_work(void *context, size_t item, size_t worker);

/** Most threads. */
#define PHW_WORKERS_MAX 256

/** Runs items 0 .. n_items - 1 on `n_threads` threads and shows the bar (may be NULL).
 * The status of the lowest item that failed, with its message, or PHW_ECANCEL when the
 * user asked to stop; then items above may not have been done. */
PHW_MUST_USE phw_status phw_workers_run(size_t n_threads, size_t n_items,
                                        phw_work *work, void *context,
                                        phw_progress *progress);

#endif

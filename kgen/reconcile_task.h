/** @file
 * What every reconciler asks of its task before it starts.
 */
#ifndef PHW_KGEN_RECONCILE_TASK_H
#define PHW_KGEN_RECONCILE_TASK_H

#include "core/status.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** PHW_EARG for too many bits or segments, for segments with gaps or that do not end at
 * task->n, for a rate that is negative or NaN; PHW_ENOKEY for one above
 * PHW_RECONCILE_RATE_MAX. */
PHW_API PHW_MUST_USE phw_status
phw_reconcile_task_check(const phw_reconcile_task *task);

/** The mean error rate over the task's bits, each segment's at least
 * PHW_RECONCILE_RATE_MIN; that for no bits. Exactly rounded arithmetic in a fixed
 * order: the same on every host. */
PHW_API double phw_reconcile_task_rate(const phw_reconcile_task *task);

PHW_END_C

#endif

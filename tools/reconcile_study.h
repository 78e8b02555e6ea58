/** @file
 * Reconcilers measured over lengths and error rates: the frames of all rows, split over
 * threads.
 */
#ifndef PHW_TOOLS_RECONCILE_STUDY_H
#define PHW_TOOLS_RECONCILE_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/trial.h"
#include "tools/progress.h"
#include "tools/reconcile_row.h"

/** Rows and how each is made. A zeroed one is empty; to be freed. */
typedef struct phw_reconcile_study {
    phw_reconcile_row *row;   /**< n_rows: scheme to session_frames by the caller, the
                                   rest by phw_reconcile_study_run() */
    phw_trial_config *config; /**< n_rows; the session is the run's */
    size_t n_rows;
    uint64_t n_frames;       /**< of each row, 1 .. 2^32 - 1 */
    uint64_t session_frames; /**< of one connection, 1 or more */
} phw_reconcile_study;

/** Gives back; the struct is zero afterwards. */
void phw_reconcile_study_free(phw_reconcile_study *s);

/** Adds a row, zeroed, for the caller to fill. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_reconcile_study_add(phw_reconcile_study *s,
                                                const phw_trial_config *config);

/** How many steps the bar of phw_reconcile_study_run() has. */
size_t phw_reconcile_study_steps(const phw_reconcile_study *s);

/** Runs all frames of all rows. A scheme that can't do a row (PHW_EARG, PHW_ENOKEY from
 * its making) leaves the reason in it. Nothing but the speeds depends on the number of
 * threads. As phw_workers_run(), and the machines' errors. */
PHW_MUST_USE phw_status phw_reconcile_study_run(phw_reconcile_study *s,
                                                size_t n_threads, phw_progress *bar);

#endif

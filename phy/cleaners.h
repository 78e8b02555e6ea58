/** @file
 * The cleaners that can be chosen by name, and lists of them.
 */
#ifndef PHW_PHY_CLEANERS_H
#define PHW_PHY_CLEANERS_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/cleaner.h"

PHW_BEGIN_C

/** Most steps of one list. */
#define PHW_CLEAN_STEPS_MAX 32

/** A cleaner with its parameters. */
typedef struct phw_clean_step {
    const phw_cleaner *cleaner;
    phw_params params;
} phw_clean_step;

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_cleaner *const *phw_cleaner_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_cleaner_find(const phw_cleaner **out,
                                                 const char *name);

/** Reads "nulls,phase,outliers:mad=5" into step[PHW_CLEAN_STEPS_MAX], `n` >= 1 of them.
 * PHW_EARG names what is wrong. */
PHW_API PHW_MUST_USE phw_status phw_clean_steps_read(phw_clean_step *step, size_t *n,
                                                     const char *text);

/** Runs step[n] in their order; report[n] gets what each did. On failure, whose message
 * names the step, the trace is what the steps before left of it. */
PHW_API PHW_MUST_USE phw_status phw_clean_run(phw_clean_report *report,
                                              phw_trace *inout,
                                              const phw_clean_step *step, size_t n);

PHW_END_C

#endif

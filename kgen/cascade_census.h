/** @file
 * What the blocks of Cascade's first pass tell of the error rate, before any of them is
 * searched. Where they are too large to tell, all of them are halved and counted again:
 * nothing is lost by it, since two halves cost as much as blocks of that size would
 * have.
 *
 * All of it is public, and the same at both ends.
 */
#ifndef PHW_KGEN_CASCADE_CENSUS_H
#define PHW_KGEN_CASCADE_CENSUS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/cascade_pass.h"
#include "kgen/cascade_plan.h"
#include "kgen/cascade_range.h"

PHW_BEGIN_C

/** A zeroed one may be freed. */
typedef struct phw_cascade_census {
    phw_cascade_ranges node; /**< of pass 1, those that are not split; by place */
    bool blind[PHW_CASCADE_STRIPES_MAX]; /**< stripes to be looked at more closely */
    bool changed;                        /**< whether a rate of the plan was */
} phw_cascade_census;

/** Starts with the roots of pass 1, which are known. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_census_begin(phw_cascade_census *c,
                                                         const phw_cascade_pass *first);

/** Counts the odd nodes of each stripe that is not settled, and puts its rate into the
 * plan where they contradict the one there. PHW_ENOKEY when a rate is above
 * PHW_RECONCILE_RATE_MAX beyond doubt. */
PHW_API PHW_MUST_USE phw_status phw_cascade_census_judge(phw_cascade_census *c,
                                                         phw_cascade_plan *plan,
                                                         const phw_cascade_pass *first);

/** Appends the nodes of blind stripes that have four places or more, to be halved; none
 * when all is told that can be. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_census_ask(phw_cascade_ranges *out,
                                                       const phw_cascade_census *c,
                                                       const phw_cascade_plan *plan);

/** Takes the answers to that question, entered into the pass by then. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_census_refine(phw_cascade_census *c,
                                                          const phw_cascade_plan *plan);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_census_free(phw_cascade_census *c);

PHW_END_C

#endif

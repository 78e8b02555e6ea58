/** @file
 * What a scenario must leave to level iq: time for its slots and carriers that the
 * receiver finds.
 */
#ifndef PHW_TOOLS_LAB_IQ_CHECK_H
#define PHW_TOOLS_LAB_IQ_CHECK_H

#include <stddef.h>

#include "core/status.h"
#include "tools/lab_plan.h"

/** PHW_EINPUT names file, line and key where slots of that many samples overlap, or two
 * nodes' carriers come further apart than `reach` of bandwidth_hz while they probe. */
PHW_MUST_USE phw_status phw_lab_iq_check(const phw_lab_plan *plan, size_t slot_size,
                                         double reach);

#endif

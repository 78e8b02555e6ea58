/** @file
 * Where in a scenario's file the key of a refusal stands.
 */
#ifndef PHW_TOOLS_SCENARIO_LINE_H
#define PHW_TOOLS_SCENARIO_LINE_H

#include "core/status.h"
#include "tools/scenario_data.h"

/** Puts the file and `line` before this thread's message, the file alone for 0: what
 * came with --set stands nowhere. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_scenario_line_refuse(const phw_scenario *s, int line);

/** Where a field stands, or the entry that has it by default. */
int phw_scenario_line_of(const phw_scenario_item *item, size_t field);

/** The later line of two keys. */
int phw_scenario_line_pair(const phw_scenario *s, phw_scenario_key a,
                           phw_scenario_key b);

#endif

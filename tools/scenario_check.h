/** @file
 * What more than one key of a scenario decides.
 */
#ifndef PHW_TOOLS_SCENARIO_CHECK_H
#define PHW_TOOLS_SCENARIO_CHECK_H

#include "core/status.h"
#include "tools/scenario_data.h"

/** Checks that the values go together and that every name is known. PHW_EINPUT names
 * file, line and key. */
PHW_MUST_USE phw_status phw_scenario_check(const phw_scenario *s);

#endif

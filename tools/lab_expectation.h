/** @file
 * Which keys of a scenario the checks of its channel see.
 */
#ifndef PHW_TOOLS_LAB_EXPECTATION_H
#define PHW_TOOLS_LAB_EXPECTATION_H

#include "core/status.h"
#include "tools/scenario_data.h"

/** Whether each key that `expected` has otherwise than `scenario` goes into a closed
 * form. PHW_EARG names one that doesn't: a wrong value of it could not fail. */
PHW_MUST_USE phw_status phw_lab_expectation_check(const phw_scenario *expected,
                                                  const phw_scenario *scenario);

#endif

/** @file
 * The steps of the demo, one after another.
 */
#ifndef PHW_TOOLS_DEMO_STEPS_H
#define PHW_TOOLS_DEMO_STEPS_H

#include <stddef.h>

#include "core/status.h"
#include "tools/demo_step.h"

/** How many there are. */
#define PHW_DEMO_STEPS 5

/** Step `i` in their order, NULL past the last. */
const phw_demo_step *phw_demo_step_at(size_t i);

/** Runs all of them, outcome[PHW_DEMO_STEPS], to be freed. Those that need a key are
 * left out when there is none. PHW_EINPUT names what the scenario lacks; PHW_ENOMEM,
 * PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_demo_run(phw_demo_outcome outcome[PHW_DEMO_STEPS],
                                     phw_demo *demo);

/** Gives back all of it; the demo's key too. */
void phw_demo_free(phw_demo_outcome outcome[PHW_DEMO_STEPS], phw_demo *demo);

#endif

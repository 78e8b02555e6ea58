/** @file
 * Step "key" of the demo: both ends agree on a key over the simulated channel.
 */
#ifndef PHW_TOOLS_DEMO_STEP_KEY_H
#define PHW_TOOLS_DEMO_STEP_KEY_H

#include "tools/demo_step.h"

/** The step. */
extern const phw_demo_step phw_demo_step_key;

#endif

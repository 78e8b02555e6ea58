/** @file
 * Step "uplink" of the demo: the tag's reply under noise made of the agreed key.
 */
#ifndef PHW_TOOLS_DEMO_STEP_UPLINK_H
#define PHW_TOOLS_DEMO_STEP_UPLINK_H

#include "tools/demo_step.h"

/** The step. */
extern const phw_demo_step phw_demo_step_uplink;

#endif

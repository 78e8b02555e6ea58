/** @file
 * Step "channel" of the demo: frames told to be the tag's by the channel they came
 * over.
 */
#ifndef PHW_TOOLS_DEMO_STEP_CHANNEL_H
#define PHW_TOOLS_DEMO_STEP_CHANNEL_H

#include "tools/demo_step.h"

/** The step. */
extern const phw_demo_step phw_demo_step_channel;

#endif

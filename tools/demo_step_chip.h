/** @file
 * Step "chip" of the demo: the tag's key of its own hardware, and the handshake with
 * it.
 */
#ifndef PHW_TOOLS_DEMO_STEP_CHIP_H
#define PHW_TOOLS_DEMO_STEP_CHIP_H

#include "tools/demo_step.h"

/** The step. */
extern const phw_demo_step phw_demo_step_chip;

#endif

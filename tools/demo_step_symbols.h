/** @file
 * Step "symbols" of the demo: symbols encrypted with the agreed key.
 */
#ifndef PHW_TOOLS_DEMO_STEP_SYMBOLS_H
#define PHW_TOOLS_DEMO_STEP_SYMBOLS_H

#include "tools/demo_step.h"

/** The step. */
extern const phw_demo_step phw_demo_step_symbols;

#endif

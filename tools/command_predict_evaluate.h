/** @file
 * `phyward predict evaluate`: how well forecasters foresee a trace.
 */
#ifndef PHW_TOOLS_COMMAND_PREDICT_EVALUATE_H
#define PHW_TOOLS_COMMAND_PREDICT_EVALUATE_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_predict_evaluate;

#endif

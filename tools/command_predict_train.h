/** @file
 * `phyward predict train`: a forecaster learnt from a trace, kept in a file.
 */
#ifndef PHW_TOOLS_COMMAND_PREDICT_TRAIN_H
#define PHW_TOOLS_COMMAND_PREDICT_TRAIN_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_predict_train;

#endif

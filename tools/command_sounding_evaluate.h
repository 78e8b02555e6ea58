/** @file
 * `phyward sounding evaluate`.
 */
#ifndef PHW_TOOLS_COMMAND_SOUNDING_EVALUATE_H
#define PHW_TOOLS_COMMAND_SOUNDING_EVALUATE_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_sounding_evaluate;

#endif

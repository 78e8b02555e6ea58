/** @file
 * `phyward pace`.
 */
#ifndef PHW_TOOLS_COMMAND_PACE_H
#define PHW_TOOLS_COMMAND_PACE_H

#include "tools/command.h"

/** The entry of the table of commands. */
extern const phw_command phw_command_pace;

#endif

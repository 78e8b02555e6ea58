/** @file
 * `phyward information`: mutual information of two traces.
 */
#ifndef PHW_TOOLS_COMMAND_INFORMATION_H
#define PHW_TOOLS_COMMAND_INFORMATION_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_information;

#endif

/** @file
 * `phyward estimate`.
 */
#ifndef PHW_TOOLS_COMMAND_ESTIMATE_H
#define PHW_TOOLS_COMMAND_ESTIMATE_H

#include "tools/command.h"

/** The command's entry. */
extern const phw_command phw_command_estimate;

#endif

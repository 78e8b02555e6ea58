/** @file
 * `phyward info`: what a file is and what is in it.
 */
#ifndef PHW_TOOLS_COMMAND_INFO_H
#define PHW_TOOLS_COMMAND_INFO_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_info;

#endif

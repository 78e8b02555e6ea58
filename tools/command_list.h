/** @file
 * `phyward list`: what can be chosen by name.
 */
#ifndef PHW_TOOLS_COMMAND_LIST_H
#define PHW_TOOLS_COMMAND_LIST_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_list;

#endif

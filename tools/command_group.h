/** @file
 * `phyward group`.
 */
#ifndef PHW_TOOLS_COMMAND_GROUP_H
#define PHW_TOOLS_COMMAND_GROUP_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_group;

#endif

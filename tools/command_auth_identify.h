/** @file
 * `phyward auth identify`: whose frames they are.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_IDENTIFY_H
#define PHW_TOOLS_COMMAND_AUTH_IDENTIFY_H

#include "tools/command.h"

extern const phw_command phw_command_auth_identify;

#endif

/** @file
 * `phyward auth verify`: whether frames are whose they claim to be.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_VERIFY_H
#define PHW_TOOLS_COMMAND_AUTH_VERIFY_H

#include "tools/command.h"

extern const phw_command phw_command_auth_verify;

#endif

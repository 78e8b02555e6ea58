/** @file
 * `phyward auth channels`: senders told apart by their channels.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_CHANNELS_H
#define PHW_TOOLS_COMMAND_AUTH_CHANNELS_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_auth_channels;

#endif

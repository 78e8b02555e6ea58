/** @file
 * `phyward uplink protect`: noise over the messages of a recording.
 */
#ifndef PHW_TOOLS_COMMAND_UPLINK_PROTECT_H
#define PHW_TOOLS_COMMAND_UPLINK_PROTECT_H

#include "tools/command.h"

/** The entry of the table. */
extern const phw_command phw_command_uplink_protect;

#endif

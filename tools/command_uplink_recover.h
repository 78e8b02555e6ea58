/** @file
 * `phyward uplink recover`: the messages of a protected recording, read with the key.
 */
#ifndef PHW_TOOLS_COMMAND_UPLINK_RECOVER_H
#define PHW_TOOLS_COMMAND_UPLINK_RECOVER_H

#include "tools/command.h"

/** The entry of the table. */
extern const phw_command phw_command_uplink_recover;

#endif

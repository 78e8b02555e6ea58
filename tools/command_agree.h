/** @file
 * `phyward agree`: one end of an agreement on a key, the other on another host.
 */
#ifndef PHW_TOOLS_COMMAND_AGREE_H
#define PHW_TOOLS_COMMAND_AGREE_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_agree;

#endif

/** @file
 * `phyward demo`: one scenario through key, identity, uplink and symbols.
 */
#ifndef PHW_TOOLS_COMMAND_DEMO_H
#define PHW_TOOLS_COMMAND_DEMO_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_demo;

#endif

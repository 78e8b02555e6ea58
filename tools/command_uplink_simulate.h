/** @file
 * `phyward uplink simulate`: an uplink under noise, as the reader and Eve read it.
 */
#ifndef PHW_TOOLS_COMMAND_UPLINK_SIMULATE_H
#define PHW_TOOLS_COMMAND_UPLINK_SIMULATE_H

#include "tools/command.h"

/** The entry of the table. */
extern const phw_command phw_command_uplink_simulate;

#endif

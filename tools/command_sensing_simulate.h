/** @file
 * `phyward sensing simulate`: ranging by a keyed reference, with its key, with another
 * and without.
 */
#ifndef PHW_TOOLS_COMMAND_SENSING_SIMULATE_H
#define PHW_TOOLS_COMMAND_SENSING_SIMULATE_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_sensing_simulate;

#endif

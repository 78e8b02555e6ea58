/** @file
 * `phyward simulate`: a scenario becomes three traces.
 */
#ifndef PHW_TOOLS_COMMAND_SIMULATE_H
#define PHW_TOOLS_COMMAND_SIMULATE_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_simulate;

#endif

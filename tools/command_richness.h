/** @file
 * `phyward richness`.
 */
#ifndef PHW_TOOLS_COMMAND_RICHNESS_H
#define PHW_TOOLS_COMMAND_RICHNESS_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_richness;

#endif

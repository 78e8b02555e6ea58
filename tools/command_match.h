/** @file
 * `phyward match`.
 */
#ifndef PHW_TOOLS_COMMAND_MATCH_H
#define PHW_TOOLS_COMMAND_MATCH_H

#include "tools/command.h"

extern const phw_command phw_command_match;

#endif

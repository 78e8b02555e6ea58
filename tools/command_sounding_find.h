/** @file
 * `phyward sounding find`.
 */
#ifndef PHW_TOOLS_COMMAND_SOUNDING_FIND_H
#define PHW_TOOLS_COMMAND_SOUNDING_FIND_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_sounding_find;

#endif

/** @file
 * `phyward clean`.
 */
#ifndef PHW_TOOLS_COMMAND_CLEAN_H
#define PHW_TOOLS_COMMAND_CLEAN_H

#include "tools/command.h"

extern const phw_command phw_command_clean;

#endif

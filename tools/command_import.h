/** @file
 * `phyward import`.
 */
#ifndef PHW_TOOLS_COMMAND_IMPORT_H
#define PHW_TOOLS_COMMAND_IMPORT_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_import;

#endif

/** @file
 * `phyward export`: a trace in the forms that other programs read.
 */
#ifndef PHW_TOOLS_COMMAND_EXPORT_H
#define PHW_TOOLS_COMMAND_EXPORT_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_export;

#endif

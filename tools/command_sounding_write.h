/** @file
 * `phyward sounding write`.
 */
#ifndef PHW_TOOLS_COMMAND_SOUNDING_WRITE_H
#define PHW_TOOLS_COMMAND_SOUNDING_WRITE_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_sounding_write;

#endif

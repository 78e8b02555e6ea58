/** @file
 * `phyward puf reproduce`.
 */
#ifndef PHW_TOOLS_COMMAND_PUF_REPRODUCE_H
#define PHW_TOOLS_COMMAND_PUF_REPRODUCE_H

#include "tools/command.h"

/** The entry "puf reproduce". */
extern const phw_command phw_command_puf_reproduce;

#endif

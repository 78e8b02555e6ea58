/** @file
 * `phyward puf evaluate`.
 */
#ifndef PHW_TOOLS_COMMAND_PUF_EVALUATE_H
#define PHW_TOOLS_COMMAND_PUF_EVALUATE_H

#include "tools/command.h"

/** The entry "puf evaluate". */
extern const phw_command phw_command_puf_evaluate;

#endif

/** @file
 * `phyward entropy`: min-entropy of a file of samples.
 */
#ifndef PHW_TOOLS_COMMAND_ENTROPY_H
#define PHW_TOOLS_COMMAND_ENTROPY_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_entropy;

#endif

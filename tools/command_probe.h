/** @file
 * `phyward probe`: a recording becomes a trace of the channels of its frames.
 */
#ifndef PHW_TOOLS_COMMAND_PROBE_H
#define PHW_TOOLS_COMMAND_PROBE_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_probe;

#endif

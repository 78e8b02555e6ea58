/** @file
 * `phyward decode gen2`: what the tags of a recording reply to their reader.
 */
#ifndef PHW_TOOLS_COMMAND_DECODE_GEN2_H
#define PHW_TOOLS_COMMAND_DECODE_GEN2_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_decode_gen2;

#endif

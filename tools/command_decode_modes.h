/** @file
 * `phyward decode modes`: the aircraft's messages of a recording at 1090 MHz.
 */
#ifndef PHW_TOOLS_COMMAND_DECODE_MODES_H
#define PHW_TOOLS_COMMAND_DECODE_MODES_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_decode_modes;

#endif

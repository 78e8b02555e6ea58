/** @file
 * `phyward decode pulses`: bursts of pulses of any rate and code.
 */
#ifndef PHW_TOOLS_COMMAND_DECODE_PULSES_H
#define PHW_TOOLS_COMMAND_DECODE_PULSES_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_decode_pulses;

#endif

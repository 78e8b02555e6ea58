/** @file
 * `phyward uplink attack`: what Eve reads of a protected recording.
 */
#ifndef PHW_TOOLS_COMMAND_UPLINK_ATTACK_H
#define PHW_TOOLS_COMMAND_UPLINK_ATTACK_H

#include "tools/command.h"

/** The entry of the table. */
extern const phw_command phw_command_uplink_attack;

#endif

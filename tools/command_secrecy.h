/** @file
 * `phyward secrecy`: what a wiretap channel keeps secret, by formula and simulation.
 */
#ifndef PHW_TOOLS_COMMAND_SECRECY_H
#define PHW_TOOLS_COMMAND_SECRECY_H

#include "tools/command.h"

/** The command. */
extern const phw_command phw_command_secrecy;

#endif

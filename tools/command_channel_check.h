/** @file
 * `phyward channel check`: a scenario's channel against closed forms.
 */
#ifndef PHW_TOOLS_COMMAND_CHANNEL_CHECK_H
#define PHW_TOOLS_COMMAND_CHANNEL_CHECK_H

#include "tools/command.h"

/** The entry "channel check". */
extern const phw_command phw_command_channel_check;

#endif

/** @file
 * `phyward decrypt`.
 */
#ifndef PHW_TOOLS_COMMAND_DECRYPT_H
#define PHW_TOOLS_COMMAND_DECRYPT_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_decrypt;

#endif

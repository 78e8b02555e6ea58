/** @file
 * `phyward encrypt`.
 */
#ifndef PHW_TOOLS_COMMAND_ENCRYPT_H
#define PHW_TOOLS_COMMAND_ENCRYPT_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_encrypt;

#endif

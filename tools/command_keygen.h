/** @file
 * `phyward keygen`: two traces become a key, or a plain reason why not.
 */
#ifndef PHW_TOOLS_COMMAND_KEYGEN_H
#define PHW_TOOLS_COMMAND_KEYGEN_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_keygen;

#endif

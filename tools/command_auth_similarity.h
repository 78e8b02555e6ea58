/** @file
 * `phyward auth similarity`: frames are judged by the channel of a reference.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_SIMILARITY_H
#define PHW_TOOLS_COMMAND_AUTH_SIMILARITY_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_auth_similarity;

#endif

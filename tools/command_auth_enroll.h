/** @file
 * `phyward auth enroll`: transmitters' frames become a model.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_ENROLL_H
#define PHW_TOOLS_COMMAND_AUTH_ENROLL_H

#include "tools/command.h"

extern const phw_command phw_command_auth_enroll;

#endif

/** @file
 * `phyward auth evaluate`: how often the decisions are wrong.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_EVALUATE_H
#define PHW_TOOLS_COMMAND_AUTH_EVALUATE_H

#include "tools/command.h"

extern const phw_command phw_command_auth_evaluate;

#endif

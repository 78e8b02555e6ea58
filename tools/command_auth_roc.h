/** @file
 * `phyward auth roc`: how often a similarity test errs, simulated and by formula.
 */
#ifndef PHW_TOOLS_COMMAND_AUTH_ROC_H
#define PHW_TOOLS_COMMAND_AUTH_ROC_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_auth_roc;

#endif

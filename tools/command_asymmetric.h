/** @file
 * `phyward asymmetric`: a key between an end almost without power and a reader.
 */
#ifndef PHW_TOOLS_COMMAND_ASYMMETRIC_H
#define PHW_TOOLS_COMMAND_ASYMMETRIC_H

#include "tools/command.h"

extern const phw_command phw_command_asymmetric;

#endif

/** @file
 * phyward convert: recordings and traces from one form into another.
 */
#ifndef PHW_TOOLS_COMMAND_CONVERT_H
#define PHW_TOOLS_COMMAND_CONVERT_H

#include "tools/command.h"

extern const phw_command phw_command_convert;

#endif

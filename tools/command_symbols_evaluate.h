/** @file
 * `phyward symbols evaluate`.
 */
#ifndef PHW_TOOLS_COMMAND_SYMBOLS_EVALUATE_H
#define PHW_TOOLS_COMMAND_SYMBOLS_EVALUATE_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_symbols_evaluate;

#endif

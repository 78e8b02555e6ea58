/** @file
 * The manual pages, made of the tables that make the parsing and the help.
 */
#ifndef PHW_TOOLS_MANUAL_H
#define PHW_TOOLS_MANUAL_H

#include <stdio.h>

#include "tools/command.h"

/** Writes the page of a command in roff (man macros), that of `phyward` itself for
 * NULL. The same bytes on each run: no date, no locale. Errors stay in `to`. */
void phw_manual_write(FILE *to, const phw_command *command);

#endif

/** @file
 * The completion of the command line, made of the tables that make the parsing and the
 * help.
 */
#ifndef PHW_TOOLS_COMPLETION_H
#define PHW_TOOLS_COMPLETION_H

#include <stdio.h>

/** Writes a script for bash; zsh loads it after bashcompinit. The same bytes on each
 * run. Errors stay in `to`. */
void phw_completion_write(FILE *to);

#endif

/** @file
 * From a command's table: the parsing, the checks, the help and the error messages.
 */
#ifndef PHW_TOOLS_ARGUMENTS_H
#define PHW_TOOLS_ARGUMENTS_H

#include "core/status.h"
#include "tools/command.h"
#include "tools/option.h"

/** Reads argv (argv[0] is the command's name) by the command's table and the common
 * options. PHW_EARG names the option and what it takes. */
PHW_MUST_USE phw_status phw_arguments_read(phw_arguments *out, int argc, char **argv,
                                           const phw_command *command);

/** Writes the command's help to stdout. */
void phw_arguments_help(const phw_command *command);

#endif

/** @file
 * All commands of `phyward`.
 */
#ifndef PHW_TOOLS_COMMANDS_H
#define PHW_TOOLS_COMMANDS_H

#include <stddef.h>

#include "tools/command.h"

/** Command `i` in the order of the overview, NULL past the last. */
const phw_command *phw_command_at(size_t i);

/** The command that argv[1] names, or argv[1] and argv[2] together ("bench keygen");
 * `n_words` gets how many words that took. PHW_EARG with the nearest name. */
PHW_MUST_USE phw_status phw_command_find(const phw_command **out, int *n_words,
                                         int argc, char **argv);

#endif

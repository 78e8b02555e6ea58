/** @file
 * `phyward bench amplify`: how fast reconciled bits become a key.
 */
#ifndef PHW_TOOLS_COMMAND_BENCH_AMPLIFY_H
#define PHW_TOOLS_COMMAND_BENCH_AMPLIFY_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_bench_amplify;

#endif

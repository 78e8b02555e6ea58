/** @file
 * `phyward bench keygen`: how often and how fast a scenario gives a key.
 */
#ifndef PHW_TOOLS_COMMAND_BENCH_KEYGEN_H
#define PHW_TOOLS_COMMAND_BENCH_KEYGEN_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_bench_keygen;

#endif

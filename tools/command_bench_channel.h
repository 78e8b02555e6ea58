/** @file
 * `phyward bench channel`.
 */
#ifndef PHW_TOOLS_COMMAND_BENCH_CHANNEL_H
#define PHW_TOOLS_COMMAND_BENCH_CHANNEL_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_bench_channel;

#endif

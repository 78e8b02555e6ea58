/** @file
 * `phyward bench reconcile`: what reconciliation costs and how fast it is.
 */
#ifndef PHW_TOOLS_COMMAND_BENCH_RECONCILE_H
#define PHW_TOOLS_COMMAND_BENCH_RECONCILE_H

#include "tools/command.h"

/** The entry. */
extern const phw_command phw_command_bench_reconcile;

#endif

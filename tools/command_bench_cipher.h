/** @file
 * `phyward bench cipher`.
 */
#ifndef PHW_TOOLS_COMMAND_BENCH_CIPHER_H
#define PHW_TOOLS_COMMAND_BENCH_CIPHER_H

#include "tools/command.h"

/** Its entry in the table. */
extern const phw_command phw_command_bench_cipher;

#endif

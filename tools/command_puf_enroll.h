/** @file
 * `phyward puf enroll`.
 */
#ifndef PHW_TOOLS_COMMAND_PUF_ENROLL_H
#define PHW_TOOLS_COMMAND_PUF_ENROLL_H

#include "tools/command.h"

/** The entry "puf enroll". */
extern const phw_command phw_command_puf_enroll;

#endif

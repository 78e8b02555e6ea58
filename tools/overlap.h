/** @file
 * Outputs that would replace an input of the same run, or another output of it.
 */
#ifndef PHW_TOOLS_OVERLAP_H
#define PHW_TOOLS_OVERLAP_H

#include "core/status.h"
#include "tools/command.h"
#include "tools/option.h"

/** Holds each output of the command's table (phw_option.file) against all that is read
 * and against the other outputs: by device and inode, so that no link or other spelling
 * hides a file; FILE:PART and LABEL=FILE by their file, a recording by either of its
 * two, a key by its records, too. PHW_EARG names both, and an output "-", for which
 * there is no standard output.
 */
PHW_MUST_USE phw_status phw_overlap_check(const phw_arguments *arguments,
                                          const phw_command *command);

#endif

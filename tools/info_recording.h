/** @file
 * What `phyward info` says of a recording.
 */
#ifndef PHW_TOOLS_INFO_RECORDING_H
#define PHW_TOOLS_INFO_RECORDING_H

#include "core/status.h"
#include "tools/option.h"
#include "tools/result.h"

/** Opens, checks and measures it: a file, "-" or "soapy:ARGS". PHW_EINPUT also when its
 * SHA-512 does not match. Where the type of raw samples is not told, it prints the
 * choices with what the bytes say of each, and fails: none is guessed. */
PHW_MUST_USE phw_status phw_info_recording(phw_result *out, const char *path,
                                           const phw_arguments *arguments);

#endif

/** @file
 * What `phyward info` says of a recording.
 */
#ifndef PHW_TOOLS_INFO_RECORDING_H
#define PHW_TOOLS_INFO_RECORDING_H

#include "core/status.h"
#include "tools/option.h"
#include "tools/result.h"

/** Opens, checks and measures it. PHW_EINPUT also when its SHA-512 does not match. */
PHW_MUST_USE phw_status phw_info_recording(phw_result *out, const char *path,
                                           const phw_arguments *arguments);

#endif

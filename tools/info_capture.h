/** @file
 * What `phyward info` says of CSI captures and matrices, of traces, and of collections.
 */
#ifndef PHW_TOOLS_INFO_CAPTURE_H
#define PHW_TOOLS_INFO_CAPTURE_H

#include "core/status.h"
#include "core/trace.h"
#include "tools/option.h"
#include "tools/result.h"

/** A trace as a row of "parties"; NULL without memory. */
struct json_t *phw_info_trace(const phw_trace *t);

/** Reads a file that phw_import_matches(): format, records, what was skipped and why,
 * and its traces. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_info_capture(phw_result *out, const char *path,
                                         const phw_arguments *arguments);

/** Lists the recordings of a SigMF collection. PHW_EINPUT when the metadata of one are
 * missing or have another hash. */
PHW_MUST_USE phw_status phw_info_collection(phw_result *out, const char *path,
                                            const phw_arguments *arguments);

#endif

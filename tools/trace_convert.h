/** @file
 * Traces from any file that holds some, into any form that is written.
 */
#ifndef PHW_TOOLS_TRACE_CONVERT_H
#define PHW_TOOLS_TRACE_CONVERT_H

#include <stdbool.h>

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/result.h"

/** Whether a name's suffix is one of traces: .h5, .npy, .csv or .mat. */
bool phw_trace_convert_knows(const char *path);

/** Reads all traces of `from` (a trace file, FILE:PARTY, a table, a CSI capture, a
 * matrix) into `to`, one of `outputs`, and says in `r` what there was. PHW_EARG when
 * `to` holds one trace and there are several; PHW_EINPUT; PHW_EIO; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_trace_convert(phw_result *r, phw_outputs *outputs,
                                          const char *from, const char *to);

#endif

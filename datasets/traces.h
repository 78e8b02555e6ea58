/** @file
 * A trace from whatever file holds one.
 */
#ifndef PHW_DATASETS_TRACES_H
#define PHW_DATASETS_TRACES_H

#include "core/status.h"
#include "core/trace.h"
#include "datasets/rssi_csv.h"

PHW_BEGIN_C

/** Reads the trace that `spec` = FILE or FILE:PART names: PART is a group of a trace
 * file, or a column of a table (it wins over `options->column`). The content tells
 * which of the two it is, not the name. A FILE with colons in its name is fine: the
 * longest part before a colon that exists is taken. `options` may be NULL and matters
 * for tables only. PHW_EINPUT; give back with phw_trace_free(). */
PHW_API PHW_MUST_USE phw_status phw_trace_open(phw_trace *out, const char *spec,
                                               const phw_rssi_options *options);

PHW_END_C

#endif

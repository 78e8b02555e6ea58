/** @file
 * Writes traces as text that every program opens; trace_csv_reader.h reads it back.
 *
 * Lines `# KEY: VALUE` with all that a trace says of itself, a header,
 * and a line for each probe: `sequence`, `time_s`, the trace's columns, then `re_0`,
 * `im_0`, `re_1` ... (complex kinds) or `value_0`, `value_1` ... (real ones), with as
 * many digits as give back the same bits.
 */
#ifndef PHW_DATASETS_TRACE_CSV_H
#define PHW_DATASETS_TRACE_CSV_H

#include "core/file.h"
#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** How the text begins. */
#define PHW_TRACE_CSV_FIRST_LINE "# phyward-trace 1"

/** Writes a trace. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_csv_write(phw_writer *w, const phw_trace *t);

PHW_END_C

#endif

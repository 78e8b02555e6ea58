/** @file
 * The page that shows what cleaning has done to a trace.
 */
#ifndef PHW_TOOLS_CLEAN_PAGE_H
#define PHW_TOOLS_CLEAN_PAGE_H

#include "core/status.h"
#include "core/trace.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/result.h"

/** Writes the page with pictures of the trace before and after: levels over the probes,
 * and of frequency responses some probes' phases over the carriers; `steps` are the
 * result's. As phw_page_write(). */
PHW_MUST_USE phw_status phw_clean_page_write(phw_outputs *outputs,
                                             const phw_trace *before,
                                             const phw_trace *after,
                                             const phw_result *result,
                                             const phw_arguments *arguments,
                                             char missing[PHW_PAGE_MISSING_SIZE]);

#endif

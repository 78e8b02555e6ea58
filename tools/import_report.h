/** @file
 * What an import left out, and what else happened, in a command's result.
 */
#ifndef PHW_TOOLS_IMPORT_REPORT_H
#define PHW_TOOLS_IMPORT_REPORT_H

#include "datasets/import_formats.h"
#include "tools/result.h"

PHW_BEGIN_C

/** Adds the rows `skipped_by` and `events` (reason, n, first_offset) and `notes`. */
void phw_import_report(phw_result *r, const phw_import *m);

PHW_END_C

#endif

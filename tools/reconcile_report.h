/** @file
 * Rows of `bench reconcile` for programs, for people and as a table in a file.
 */
#ifndef PHW_TOOLS_RECONCILE_REPORT_H
#define PHW_TOOLS_RECONCILE_REPORT_H

#include <stddef.h>

#include "core/file.h"
#include "tools/reconcile_row.h"
#include "tools/result.h"

/** Adds "rows", and "columns" that define them. */
void phw_reconcile_report_json(phw_result *out, const phw_reconcile_row *row, size_t n);

/** Adds a narrow table, and one of the rows that could not be measured. */
void phw_reconcile_report_people(phw_result *out, const phw_reconcile_row *row,
                                 size_t n);

/** Writes a CSV: a line of names, then a line a row; nothing where there is no value.
 */
void phw_reconcile_report_csv(phw_writer *w, const phw_reconcile_row *row, size_t n);

#endif

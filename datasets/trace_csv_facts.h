/** @file
 * The lines `# KEY: VALUE` at the top of a trace in text. Not installed.
 */
#ifndef PHW_DATASETS_TRACE_CSV_FACTS_H
#define PHW_DATASETS_TRACE_CSV_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "datasets/table.h"

PHW_BEGIN_C

/** The lines, borrowed from the text; empty when it does not begin as ours does. */
phw_slice phw_trace_csv_facts(const char *text, size_t size);

/** What follows "# KEY:" without blanks around it; false when it is not there. */
bool phw_trace_csv_fact(phw_slice *out, phw_slice facts, const char *key);

/** The same as a text, cut at `size`; `out` stays when it is not there. */
void phw_trace_csv_text(char *out, size_t size, phw_slice facts, const char *key);

/** The same as a number of 0 or more; `out` stays when it is not there. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_trace_csv_number(double *out, phw_slice facts,
                                             const char *key, const phw_table *t);

PHW_END_C

#endif

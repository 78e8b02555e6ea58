/** @file
 * Traces as text, and tables of complex or real numbers (datasets/trace_csv_reader.h).
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_CSV_H
#define PHW_DATASETS_IMPORT_FORMAT_CSV_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry "csv". */
extern const phw_import_format phw_import_format_csv;

PHW_END_C

#endif

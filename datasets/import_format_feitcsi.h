/** @file
 * FeitCSI's captures of Intel's AX chips. Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_FEITCSI_H
#define PHW_DATASETS_IMPORT_FORMAT_FEITCSI_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_feitcsi;

PHW_END_C

#endif

/** @file
 * NumPy's .npy files: one matrix, probes by coefficients.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_NPY_H
#define PHW_DATASETS_IMPORT_FORMAT_NPY_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry "npy". */
extern const phw_import_format phw_import_format_npy;

PHW_END_C

#endif

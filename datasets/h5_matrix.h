/** @file
 * An array of numbers of an HDF5 file in memory, of any shape, in one piece or in
 * chunks. Not installed.
 */
#ifndef PHW_DATASETS_H5_MATRIX_H
#define PHW_DATASETS_H5_MATRIX_H

#include <stdint.h>

#include "core/status.h"
#include "datasets/h5_file.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** Reads the array at a node, row by row. PHW_EINPUT: it is none, of another type than
 * numbers, has more than PHW_MATRIX_DIMS_MAX dimensions, or is damaged; PHW_ENOMEM. To
 * be freed. */
PHW_MUST_USE phw_status phw_h5_matrix_read(phw_matrix *out, const phw_h5_file *file,
                                           uint64_t node, const char *name);

/** Its shape alone, without values; errors as there. */
PHW_MUST_USE phw_status phw_h5_matrix_describe(phw_matrix *out, const phw_h5_file *file,
                                               uint64_t node, const char *name);

PHW_END_C

#endif

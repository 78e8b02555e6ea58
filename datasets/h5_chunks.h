/** @file
 * The values of a chunked HDF5 array, compressed by deflate and shuffled or not: what
 * MATLAB (save -v7.3) and h5py (compression="gzip") write. Not installed. (HDF5 File
 * Format Specification 3.0, sections III.A.1, IV.A.2.i and IV.A.2.l.)
 */
#ifndef PHW_DATASETS_H5_CHUNKS_H
#define PHW_DATASETS_H5_CHUNKS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/h5_file.h"
#include "datasets/h5_value.h"

PHW_BEGIN_C

/** Most dimensions of an array. */
#define PHW_H5_DIMS_MAX 8

/** The shape of an array. */
typedef struct phw_h5_shape {
    size_t n_dims;
    size_t dim[PHW_H5_DIMS_MAX];
    size_t element; /**< bytes */
} phw_h5_shape;

/** Puts the chunks that the parts tell of where they belong in `out`, the zeroed values
 * row by row. PHW_EINPUT: another filter than deflate and shuffle, or damaged;
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_h5_unchunk(uint8_t *out, const phw_h5_file *file,
                                       const phw_h5_parts *parts,
                                       const phw_h5_shape *shape);

PHW_END_C

#endif

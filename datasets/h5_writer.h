/** @file
 * The little of HDF5 that writing a trace file needs, each call checked. Not installed.
 * A `node` is an open file, group or dataset (HDF5's hid_t); HDF5's own messages are to
 * be silenced by the caller.
 */
#ifndef PHW_DATASETS_H5_WRITER_H
#define PHW_DATASETS_H5_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Elements of an array, in memory and as they are written (little-endian). */
typedef enum phw_h5_element {
    PHW_H5_F32, /**< float */
    PHW_H5_F64, /**< double */
    PHW_H5_I64, /**< int64_t */
    PHW_H5_CF32 /**< phw_cf as the compound {r, i}, which h5py takes for complex64 */
} phw_h5_element;

/** Writes a text attribute of fixed length. PHW_EIO. */
PHW_MUST_USE phw_status phw_h5_put_text(int64_t node, const char *name,
                                        const char *text);

/** Writes a float64 attribute. PHW_EIO. */
PHW_MUST_USE phw_status phw_h5_put_number(int64_t node, const char *name, double x);

/** Writes an int64 attribute. PHW_EIO. */
PHW_MUST_USE phw_status phw_h5_put_integer(int64_t node, const char *name, int64_t x);

/** Makes a group without time stamps; close it with H5Gclose(). PHW_EIO. */
PHW_MUST_USE phw_status phw_h5_put_group(int64_t *out, int64_t node, const char *name);

/** An array to write: `columns` 0 means one dimension of `rows`. */
typedef struct phw_h5_array {
    const char *name;
    const char *unit; /**< written as an attribute; NULL for none */
    phw_h5_element element;
    size_t rows;
    size_t columns;
} phw_h5_array;

/** Writes an array without time stamps. PHW_EIO. */
PHW_MUST_USE phw_status phw_h5_put_array(int64_t node, const phw_h5_array *array,
                                         const void *data);

PHW_END_C

#endif

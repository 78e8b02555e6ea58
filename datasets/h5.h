/** @file
 * The little of HDF5 that a trace file needs, each call checked: attributes, arrays,
 * and no way out of the file. Not installed. A `node` is an open file, group or dataset
 * (HDF5's hid_t); HDF5's own messages are to be silenced by the caller.
 */
#ifndef PHW_DATASETS_H5_H
#define PHW_DATASETS_H5_H

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

/** Reads a text attribute, fixed or variable, of fewer than `size` bytes. PHW_EINPUT.
 */
PHW_MUST_USE phw_status phw_h5_get_text(int64_t node, const char *name, char *out,
                                        size_t size);

/** Reads a number's attribute of any width; leaves `*out` when there is none.
 * PHW_EINPUT when it is no single finite number. */
PHW_MUST_USE phw_status phw_h5_get_number(int64_t node, const char *name, double *out);

/** Opens an array of the given sort of elements (any width) for phw_h5_read_array() and
 * H5Dclose(), and tells its shape (`*columns` 1 when it has one dimension). PHW_EINPUT
 * unless it lies in this file (no link, no external or virtual storage), unfiltered or
 * with deflate, shuffle and checksum alone, has 1 or 2 dimensions and no more elements
 * than its bytes in the file can hold. */
PHW_MUST_USE phw_status phw_h5_open_array(int64_t *out, size_t *rows, size_t *columns,
                                          int64_t node, const char *name,
                                          phw_h5_element element);

/** Reads the whole array into as many elements. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_h5_read_array(int64_t array, const char *name,
                                          phw_h5_element element, void *out);

/** Opens a group that lies in this file; close it with H5Gclose(). PHW_EINPUT. */
PHW_MUST_USE phw_status phw_h5_open_group(int64_t *out, int64_t node, const char *name);

PHW_END_C

#endif

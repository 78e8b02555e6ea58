/** @file
 * Attributes and arrays of an HDF5 file in memory, whatever the width of their numbers.
 * Not installed. (HDF5 File Format Specification 3.0, section IV.A.2.)
 */
#ifndef PHW_DATASETS_H5_VALUE_H
#define PHW_DATASETS_H5_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/h5_file.h"
#include "datasets/number.h"

PHW_BEGIN_C

/** What one element is. */
typedef enum phw_h5_class {
    PHW_H5_OTHER = 0,
    PHW_H5_INTEGER, /**< 1, 2, 4 or 8 bytes; enumerations of them too */
    PHW_H5_REAL,    /**< IEEE 754 single or double */
    PHW_H5_COMPLEX, /**< a compound of two such, r and i, or real and imag */
    PHW_H5_TEXT,    /**< of fixed length */
    PHW_H5_LONGER   /**< text of any length */
} phw_h5_class;

/** An element as stored. */
typedef struct phw_h5_type {
    phw_h5_class class_; /**< (a plain `class` is C++'s) */
    size_t size;         /**< bytes; a complex one has two halves */
    bool big_endian;
    bool is_signed;
} phw_h5_type;

/** The messages of an object that make it an array; `filters` is bad when there are
 * none. */
typedef struct phw_h5_parts {
    phw_h5_cursor space;
    phw_h5_cursor type;
    phw_h5_cursor layout;
    phw_h5_cursor filters;
} phw_h5_parts;

/** An array found in a file. */
typedef struct phw_h5_found {
    phw_h5_type type;
    size_t rows;
    size_t columns;      /**< 1 when it has one dimension */
    const uint8_t *data; /**< rows * columns * type.size bytes of the file */
} phw_h5_found;

/** The parts of the object at a node; false when it is no array, or damaged. */
bool phw_h5_parts_find(phw_h5_parts *out, const phw_h5_file *file, uint64_t node);

/** The datatype message `c`; of class PHW_H5_OTHER when it is none of those known. */
phw_h5_type phw_h5_type_read(phw_h5_cursor c);

/** Where the values of a layout message lie, in the header itself or in one piece of
 * the file. PHW_EINPUT names the array: chunked (it says how to undo that), or outside
 * the file. */
PHW_MUST_USE phw_status phw_h5_data_find(phw_h5_cursor *out, const phw_h5_file *file,
                                         phw_h5_cursor layout, const char *name);

/** One of the numbers that an element has: itself, or a half of a complex one. */
phw_number_type phw_h5_number_type(const phw_h5_type *type);

/** A text attribute of fewer than `size` bytes; `out` is untouched when there is none
 * and it is not `required`. PHW_EINPUT. */
PHW_MUST_USE phw_status phw_h5_get_text(const phw_h5_file *file, uint64_t node,
                                        const char *name, char *out, size_t size,
                                        bool required);

/** A number's attribute; leaves `*out` when there is none. PHW_EINPUT when it is no
 * single finite number. */
PHW_MUST_USE phw_status phw_h5_get_number(const phw_h5_file *file, uint64_t node,
                                          const char *name, double *out);

/** The array at a node, with all its bytes in the file. PHW_EINPUT names it: no array,
 * chunked or filtered (it says how to undo that), outside the file, empty, more than
 * two dimensions, of an unknown type. */
PHW_MUST_USE phw_status phw_h5_find_array(phw_h5_found *out, const phw_h5_file *file,
                                          uint64_t node, const char *name);

/** All values of an integer or real array as floats. */
void phw_h5_read_floats(const phw_h5_found *a, float *out);

/** All values of an integer or real array as doubles. */
void phw_h5_read_doubles(const phw_h5_found *a, double *out);

/** All values of an integer array; those past 2^63 - 1 become that. */
void phw_h5_read_integers(const phw_h5_found *a, int64_t *out);

/** All values of a complex array. */
void phw_h5_read_complex(const phw_h5_found *a, phw_cf *out);

PHW_END_C

#endif

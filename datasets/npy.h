/** @file
 * NumPy's .npy files (numpy.lib.format, versions 1 to 3): one array of numbers each.
 * Not installed.
 */
#ifndef PHW_DATASETS_NPY_H
#define PHW_DATASETS_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/file.h"
#include "core/status.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** What an element is when written: NumPy's names are <f4, <f8, <c8 and <i8. */
typedef enum phw_npy_element {
    PHW_NPY_F32 = 0,
    PHW_NPY_F64,
    PHW_NPY_CF32,
    PHW_NPY_I64
} phw_npy_element;

/** Whether the bytes start as such a file. */
bool phw_npy_is(const uint8_t *bytes, size_t size);

/** Reads an array of booleans, integers of 1 to 8 bytes, floats of 4 or 8, or complex
 * numbers of two such, in either byte order, row by row or column by column. PHW_EINPUT
 * says which part of the header is malformed, of which type the elements are, or how
 * many bytes are missing; PHW_ENOMEM. To be freed. */
PHW_MUST_USE phw_status phw_npy_parse(phw_matrix *out, const uint8_t *bytes,
                                      size_t size);

/** Writes an array of `rows` x `columns` (a vector where `columns` is 0), row by row.
 */
void phw_npy_write(phw_writer *w, phw_npy_element element, const void *value,
                   size_t rows, size_t columns);

PHW_END_C

#endif

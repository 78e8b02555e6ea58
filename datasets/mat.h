/** @file
 * MATLAB's MAT-files of level 5 (MATLAB 5.0 to 7.2, and what save writes unless told
 * -v7.3): the variables in one, read from memory. Not installed; mat_writer writes
 * them.
 *
 * Written here because hostile files must not reach a parser that recurses and
 * allocates as they say, and because arrays of numbers, all that a trace needs, are
 * little of the format: cells, structures, objects and sparse arrays are listed but not
 * read. (The MathWorks, MAT-File Format, R2023b, chapter 1.)
 */
#ifndef PHW_DATASETS_MAT_H
#define PHW_DATASETS_MAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** The most variables that are listed. */
#define PHW_MAT_MOST_VARIABLES 4096

/** A variable in a file whose bytes outlive it. */
typedef struct phw_mat_variable {
    char name[64]; /**< longer ones are cut */
    size_t n_dims;
    size_t dim[PHW_MATRIX_DIMS_MAX];
    bool is_complex;
    bool is_text;      /**< characters */
    bool is_readable;  /**< numbers or characters, in at most PHW_MATRIX_DIMS_MAX
                          dimensions, not empty */
    const char *what;  /**< "double", "cell", "struct" ...: MATLAB's class */
    const uint8_t *at; /**< where it lies */
    size_t size;
    bool is_compressed;
    bool big_endian;
} phw_mat_variable;

/** Whether the bytes start as a MAT-file of level 5. */
bool phw_mat_is(const uint8_t *bytes, size_t size);

/** Lists the variables in a fresh array, given back with free(). PHW_EINPUT names the
 * offset of what is malformed; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_mat_list(phw_mat_variable **out, size_t *n,
                                     const uint8_t *bytes, size_t size);

/** Reads a readable one; characters become their codes. PHW_EINPUT when its parts do
 * not fit each other, PHW_ENOMEM. To be freed. */
PHW_MUST_USE phw_status phw_mat_read(phw_matrix *out, const phw_mat_variable *v);

PHW_END_C

#endif

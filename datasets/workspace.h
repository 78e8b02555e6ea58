/** @file
 * The variables of a MATLAB file of either kind in use: level 5, and HDF5 (save -v7.3).
 * Not installed.
 */
#ifndef PHW_DATASETS_WORKSPACE_H
#define PHW_DATASETS_WORKSPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** What is known of a variable before it is read. */
typedef struct phw_variable {
    char name[64];
    size_t n_dims;
    size_t dim[PHW_MATRIX_DIMS_MAX];
    bool is_complex;
    bool is_text;     /**< characters, read as their codes */
    bool is_readable; /**< numbers or characters, not empty */
    const char *what; /**< "double", "cell array" ...; static text */
} phw_variable;

/** An open file. */
typedef struct phw_workspace phw_workspace;

/** Whether the bytes start as a file of either kind. */
bool phw_workspace_is(const uint8_t *bytes, size_t size);

/** Opens `bytes`, which outlive the workspace. PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_workspace_open(phw_workspace **out, const uint8_t *bytes,
                                           size_t size);

/** Takes NULL. */
void phw_workspace_close(phw_workspace *w);

/** The variables, in the order of the file. */
const phw_variable *phw_workspace_list(const phw_workspace *w, size_t *n);

/** Reads a readable one, row by row as MATLAB shows it. PHW_EINPUT, PHW_ENOMEM. To be
 * freed. */
PHW_MUST_USE phw_status phw_workspace_read(phw_matrix *out, const phw_workspace *w,
                                           size_t i);

PHW_END_C

#endif

/** @file
 * Numbers in rows and columns, as numerical programs keep them in their files. Not
 * installed; import_npy, import_mat and import_csv give them their meaning.
 */
#ifndef PHW_DATASETS_MATRIX_H
#define PHW_DATASETS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most dimensions of one. */
#define PHW_MATRIX_DIMS_MAX 8

/** The most values of one. */
#define PHW_MATRIX_MOST_VALUES ((size_t)1 << 28)

/** A zeroed one is empty and may be freed. Row-major: the last dimension varies
 * fastest. */
typedef struct phw_matrix {
    char name[64];
    size_t n_dims;
    size_t dim[PHW_MATRIX_DIMS_MAX];
    size_t n; /**< values: the product of the dimensions */
    bool is_complex;
    double *value; /**< n, or, where complex, n pairs of real and imaginary part */
} phw_matrix;

/** Room, zeroed, for the shape that `out` says; n is set. PHW_EINPUT when there are
 * more than PHW_MATRIX_MOST_VALUES or none, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_matrix_alloc(phw_matrix *out);

/** Gives back; the struct is zero afterwards. */
void phw_matrix_free(phw_matrix *m);

/** Makes row-major what was stored with the first dimension fastest; the shape stays.
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_matrix_from_columns(phw_matrix *m);

/** Puts the last dimension first: what was A x B x P becomes P x A x B. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_matrix_last_first(phw_matrix *m);

/** "3 x 4 complex" into `out`. */
void phw_matrix_shape(char *out, size_t size, const phw_matrix *m);

PHW_END_C

#endif

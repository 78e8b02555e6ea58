/** @file
 * Eigenvalues of a small Hermitian matrix.
 */
#ifndef PHW_TOOLS_HERMITIAN_VALUES_H
#define PHW_TOOLS_HERMITIAN_VALUES_H

#include <complex.h>
#include <stddef.h>

#include "core/status.h"

/** value[n] of matrix[n][n], in no order. The matrix is used up; only its lower
 * triangle is read. PHW_ENOMEM, PHW_ENOCONV. */
PHW_MUST_USE phw_status phw_hermitian_values(double *value, double complex *matrix,
                                             size_t n);

#endif

/** @file
 * Small dense Hermitian matrices, row by row in double precision: their eigenvectors,
 * and equations with positive definite ones. Not installed.
 */
#ifndef PHW_PHY_HERMITIAN_H
#define PHW_PHY_HERMITIAN_H

#include <complex.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Eigenvalues value[n], falling, and eigenvectors: column k of vector[n][n] is of
 * value k and has length 1. `matrix` is used up; only its lower triangle is read.
 * PHW_ENOMEM, PHW_ENOCONV. */
PHW_MUST_USE phw_status phw_hermitian_eigen(double *value, double complex *vector,
                                            double complex *matrix, size_t n);

/** Cholesky's lower factor in place of the lower triangle of matrix[n][n]. PHW_ENOCONV
 * when it is not positive definite, to rounding. */
PHW_MUST_USE phw_status phw_hermitian_factor(double complex *matrix, size_t n);

/** x of factor factor^H x = b, in place of b[n]. */
void phw_hermitian_solve(double complex *x, const double complex *factor, size_t n);

/** y of factor y = b, in place of b[n]: |y|^2 = b^H (factor factor^H)^-1 b. */
void phw_hermitian_forward(double complex *x, const double complex *factor, size_t n);

/** x of factor^H x = b, in place of b[n]: what makes a solution of the former. */
void phw_hermitian_backward(double complex *x, const double complex *factor, size_t n);

/** The diagonal out[n] of (factor factor^H)^-1; scratch[n]. */
void phw_hermitian_inverse_diagonal(double *out, double complex *scratch,
                                    const double complex *factor, size_t n);

PHW_END_C

#endif

/** @file
 * Eigenvalues of small complex matrices of no symmetry, which GSL has none of. Not
 * installed.
 */
#ifndef PHW_PHY_COMPLEX_EIGEN_H
#define PHW_PHY_COMPLEX_EIGEN_H

#include <complex.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most rows. */
#define PHW_COMPLEX_EIGEN_MAX 64

/** value[n] of matrix[n][n], which is used up, in no order: reduction to Hessenberg
 * form by elimination, then shifted QR steps (Golub and Van Loan, Matrix Computations,
 * 4th ed., 7.4 and 7.5). PHW_EARG for n
 * above PHW_COMPLEX_EIGEN_MAX, PHW_ENOCONV. */
PHW_MUST_USE phw_status phw_complex_eigenvalues(double complex *value,
                                                double complex *matrix, size_t n);

PHW_END_C

#endif

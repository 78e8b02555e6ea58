/** @file
 * Solves symmetric positive definite equations: Cholesky's factor.
 */
#ifndef PHW_KGEN_CHOLESKY_H
#define PHW_KGEN_CHOLESKY_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** x[n] becomes the solution of A x = x. The lower triangle of A, n rows of n, is used
 * up. PHW_ENOCONV when A is not positive definite; x is untouched then. */
PHW_API PHW_MUST_USE phw_status phw_cholesky_solve(double *x, double *a, size_t n);

PHW_END_C

#endif

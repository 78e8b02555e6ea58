/** @file
 * Linear prediction from an autocorrelation: systems of equations whose matrix is
 * T[i][j] = r[|i - j|], by Levinson's recursion (J. Math. Phys. 25, 1947).
 */
#ifndef PHW_KGEN_LEVINSON_H
#define PHW_KGEN_LEVINSON_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The most unknowns. */
#define PHW_LEVINSON_MOST 1024

/** w[n] with T w = y[n], T from r[n], r[0] > 0. PHW_EARG when n is 0 or above
 * PHW_LEVINSON_MOST; PHW_ENOCONV when T is not positive definite. */
PHW_API PHW_MUST_USE phw_status phw_levinson_solve(double *w, const double *r,
                                                   const double *y, size_t n);

/** Yule and Walker's model of order n: x_t = sum_{i=1..n} a[i - 1] x_{t-i} + e_t from
 * r[n + 1]; *open gets var(e) / r[0]. Errors as above; n of 0 has open 1. */
PHW_API PHW_MUST_USE phw_status phw_levinson_model(double *a, double *open,
                                                   const double *r, size_t n);

PHW_END_C

#endif

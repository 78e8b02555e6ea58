/** @file
 * What components of a feature leave open about each other.
 */
#ifndef PHW_KGEN_CORRELATION_H
#define PHW_KGEN_CORRELATION_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** share[k], in [0, 1]: what the components component[0 .. k - 1] of `x` leave open of
 * the variance of component[k] in the same row, a jointly Gaussian model of the normal
 * scores. The product of all shares is the determinant of the correlation matrix, and
 * -1/2 log2 share[k] bits a row is the most that quantizers can make component k share
 * with those before it (data processing).
 *
 * Each is lowered to its 99 % bound: R^2 = 1 - share of the Cholesky factor is adjusted
 * for the k regressors, then R' = tanh(atanh(R) + 2.576 / sqrt(n_rows - k - 3)). It is
 * 0 where the rows do not support it (n_rows <= k + 3) or the matrix is singular.
 * PHW_ESHORT when a component is constant, PHW_EARG when one is not there. */
PHW_API PHW_MUST_USE phw_status phw_correlation_open(double *share,
                                                     const phw_features *x,
                                                     const size_t *component, size_t n);

/** 1 - R'^2 for a multiple correlation R = sqrt(r_squared), r_squared in [0, 1], of n
 * values, with p regressors: the 99 % lower bound of the share left open, as above. 0
 * for n <= p + 3. */
PHW_API double phw_correlation_bound(double r_squared, size_t n, size_t p);

PHW_END_C

#endif

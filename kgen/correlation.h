/** @file
 * What components of a feature leave open about each other.
 */
#ifndef PHW_KGEN_CORRELATION_H
#define PHW_KGEN_CORRELATION_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Most regressors with squares and products: a tenth of a second for the factor. */
#define PHW_CORRELATION_REGRESSORS_MAX 256

/** Most rows that are looked at. */
#define PHW_CORRELATION_ROWS_MAX 16384

/** share[k], in [0, 1]: what the components component[0 .. k - 1] of `x` leave open of
 * the variance of component[k] in the same row. -1/2 log2 share[k] bits a row is what a
 * Gaussian model of the normal scores says that component k shares with those before
 * it, and the most that quantizers can make of it (data processing).
 *
 * The regressors are the components before; the (up to four) of them that tell most at
 * another lag, any up to half the rows, where that is significant
 * (phw_crosslag_best()); and, because components without correlation are not
 * independent when they are not Gaussian (principal components of amplitudes: a channel
 * with d degrees of freedom fixes all beyond the first d), the squares and products of
 * the first q: as many as fit into PHW_CORRELATION_REGRESSORS_MAX regressors and into
 * an eighth of the rows. They are asked for the score and for its distance from the
 * median, because two parts of constant modulus tell each other's size and no side; the
 * lesser of what either leaves open is the share. Dependence of a higher order is not
 * seen.
 *
 * Each share is lowered to its 99 % bound (phw_regression_share()). It is 0 where the
 * rows do not support it or the matrix is singular. Of more than
 * PHW_CORRELATION_ROWS_MAX rows the first are looked at. PHW_ESHORT when a component is
 * constant, PHW_EARG when one is not there. */
PHW_API PHW_MUST_USE phw_status phw_correlation_open(double *share,
                                                     const phw_features *x,
                                                     const size_t *component, size_t n);

PHW_END_C

#endif

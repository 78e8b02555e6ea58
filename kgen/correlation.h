/** @file
 * What components of a feature tell about each other, in bits.
 */
#ifndef PHW_KGEN_CORRELATION_H
#define PHW_KGEN_CORRELATION_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Pearson's correlation of x[n] and y[n], in [-1, 1]. PHW_ESHORT for n below 2 or a
 * constant series. */
PHW_API PHW_MUST_USE phw_status phw_correlation(double *rho, const double *x,
                                                const double *y, size_t n);

/** Normal scores of x[n]: the standard normal's quantile at (rank + 1/2) / n, the mean
 * rank for equal values. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_normal_scores(double *out, const double *x,
                                                  size_t n);

/** Total correlation, bits a row, of the components component[n] of `x`: -1/2 log2 of
 * the determinant of the correlation matrix of their normal scores. What quantizers
 * make of the components shares no more than this (data processing). Raised to its 99 %
 * confidence bound: the chi-square mean of independent components is taken off, 2.576
 * deviations are added. Infinite when the matrix is singular: too few rows, or a
 * component that the others give. */
PHW_API PHW_MUST_USE phw_status phw_total_correlation(double *bits,
                                                      const phw_features *x,
                                                      const size_t *component,
                                                      size_t n);

PHW_END_C

#endif

/** @file
 * Plain statistics of one series of real numbers, or of two.
 */
#ifndef PHW_KGEN_SERIES_H
#define PHW_KGEN_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** PHW_EINPUT, with the index, when a value of x[n] is NaN or infinite; PHW_ESHORT when
 * n is below 2 or all values are equal. */
PHW_API PHW_MUST_USE phw_status phw_series_check(const double *x, size_t n);

/** Mean and population variance (divided by n) of x[n], n >= 1. */
PHW_API void phw_series_moments(double *mean, double *variance, const double *x,
                                size_t n);

/** Takes the mean from x[n] and gives it norm 1 (sum of squares); constant becomes 0.
 */
PHW_API void phw_series_normalise(double *x, size_t n);

/** Sum of the products of a[n] and b[n]. */
PHW_API double phw_series_dot(const double *a, const double *b, size_t n);

/** Where each value of x[n] stands among all: position[i] / (2 n) is the share of
 * values below x[i] with half its equals and itself, in (0, 1). With `split_ties` equal
 * values count as rising with their index, so that all positions differ: position[i] is
 * 2 rank + 1. PHW_ENOMEM; the values are finite (asserted). */
PHW_API PHW_MUST_USE phw_status phw_series_positions(size_t *position, const double *x,
                                                     size_t n, bool split_ties);

/** Normal scores of x[n]: the standard normal's quantile at position / (2 n), equal
 * values alike. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_series_normal_scores(double *out, const double *x,
                                                         size_t n);

/** Pearson's correlation of x[n] and y[n], in [-1, 1]. As phw_series_check() of
 * either. */
PHW_API PHW_MUST_USE phw_status phw_series_correlation(double *rho, const double *x,
                                                       const double *y, size_t n);

PHW_END_C

#endif

/** @file
 * Medians: what most of some numbers are like, whatever the rest of them are.
 */
#ifndef PHW_PHY_MEDIAN_H
#define PHW_PHY_MEDIAN_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The share-th quantile of x[n], share in [0, 1]: the value of rank floor(share (n -
 * 1) + 1/2), so 0.5 of an even n is the upper of the two in the middle. Takes n on
 * average (Hoare, "Algorithm 65: find", Commun. ACM 4(7), 1961) and puts x into another
 * order; n >= 1, no NaN. */
PHW_API double phw_quantile(double *x, size_t n, double share);

/** The upper median of the n - 1 intervals between instants time_s[n] that never fall,
 * n >= 2. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_median_interval(double *out, const double *time_s,
                                                    size_t n);

PHW_END_C

#endif

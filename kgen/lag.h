/** @file
 * Shifts in time at which two parties' series resemble each other.
 */
#ifndef PHW_KGEN_LAG_H
#define PHW_KGEN_LAG_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Most lags that are looked for. */
#define PHW_LAGS_MAX 4

/** phw_crosslag_inflation() of the series a[n] and b[n]: the variance of sqrt(n) times
 * their correlation, were they independent. 1 for n < 2 or a constant series.
 * PHW_ENOMEM; PHW_EARG above 2^25 values. */
PHW_API PHW_MUST_USE phw_status phw_lag_inflation(double *out, const double *a,
                                                  const double *b, size_t n);

/** Lags l other than 0 where a row i of `a` resembles, or mirrors, row i + l of `b`:
 * the PHW_LAGS_MAX most significant ones at most, the strongest first; *n of them. They
 * are those whose cross-correlation of normal scores, in units of its deviation for
 * independent series (phw_crosslag_z(), rows that overlap, at least 32), exceeds
 * sqrt(2 ln(2 M / 0.01)) for M lags and pairs of components looked at: 1 % of
 * independent pairs show one (Bonferroni). Pairs of equal components come first, and
 * there are as many as 2^21 values allow, at least one. PHW_ENOMEM; PHW_EARG above
 * 2^26 rows in all. */
PHW_API PHW_MUST_USE phw_status phw_lags_find(int64_t lag[PHW_LAGS_MAX], size_t *n,
                                              const phw_features *a,
                                              const phw_features *b);

PHW_END_C

#endif

/** @file
 * Levels of a series' values: by thresholds, or by where the values stand among all, in
 * linear time where a sort would do n log n.
 */
#ifndef PHW_KGEN_QUANTILE_H
#define PHW_KGEN_QUANTILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most positions of one search, and most thresholds. */
#define PHW_QUANTILES_MAX 128

/** threshold[k] is the least value of x[n] that stands at position[k] or above, as
 * phw_series_positions() without splitting counts them (position / (2 n) is the share
 * below, half the equals included); HUGE_VAL when none does. The positions rise, there
 * are n_positions, PHW_QUANTILES_MAX at most; the values are finite. Linear in n unless
 * most values crowd at one place without being equal. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_quantiles(double *threshold, const double *x,
                                              size_t n, const size_t *position,
                                              size_t n_positions);

/** level[i] is how many of the rising thresholds are x[i] or less; n_thresholds is
 * PHW_QUANTILES_MAX at most. */
PHW_API void phw_levels_count(uint8_t *level, const double *x, size_t n,
                              const double *threshold, size_t n_thresholds);

/** level[i] is the cell of x[n] by its own ranks when n_levels cells, 2 to
 * PHW_QUANTILES_MAX, have equal shares: floor(position n_levels / (2 n)), equal values
 * alike. PHW_ENOMEM; the values are finite. */
PHW_API PHW_MUST_USE phw_status phw_levels_rank(uint8_t *level, const double *x,
                                                size_t n, unsigned n_levels);

PHW_END_C

#endif

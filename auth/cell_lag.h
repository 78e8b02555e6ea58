/** @file
 * Pairs of cells of a chip that lie a fixed number of cells apart.
 */
#ifndef PHW_AUTH_CELL_LAG_H
#define PHW_AUTH_CELL_LAG_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Counts over the pairs (i - lag, i). */
typedef struct phw_cell_lag {
    size_t n;      /**< pairs */
    size_t before; /**< ones among the first of each pair */
    size_t after;  /**< ones among the second */
    size_t both;   /**< pairs of two ones */
} phw_cell_lag;

/** The pairs that are `lag` apart; 1 <= lag < cells->n (asserted). */
PHW_API phw_cell_lag phw_cell_lag_count(const phw_bits *cells, size_t lag);

/** Pearson's correlation of the pairs' members; 0 where one of them never changes. */
PHW_API double phw_cell_lag_correlation(const phw_cell_lag *pairs);

PHW_END_C

#endif

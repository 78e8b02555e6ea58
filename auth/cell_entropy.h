/** @file
 * The min-entropy of a chip's cells, told from one power-up (or a majority of several):
 * what the bias leaves, and what a cell tells of another one a fixed distance away.
 * Helper data of a repetition code disclose all but a small share of it, so small
 * dependences count.
 *
 * It is an estimate with a stated model, not a proof: cells beyond the strongest single
 * distance are taken as independent, and nothing is said of what other chips of the
 * same maker tell.
 */
#ifndef PHW_AUTH_CELL_ENTROPY_H
#define PHW_AUTH_CELL_ENTROPY_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Fewest cells that are assessed. */
#define PHW_CELL_ENTROPY_MIN 1024

/** The distances that are looked at: 1 .. this, and no more than half the cells. */
#define PHW_CELL_ENTROPY_LAGS 4096

/** What was found; bits a cell. */
typedef struct phw_cell_entropy {
    size_t n;        /**< cells */
    double ones;     /**< share of ones */
    double by_value; /**< of the most common value, 99 % bound (SP 800-90B, 6.3.1) */
    double by_lag;   /**< given the cell `lag` before: -log2 of the greatest transition
                          probability, 99 % bound for all distances together */
    size_t lag;      /**< the distance that tells most */
    double lag_correlation; /**< at that distance */
    double least;           /**< the lesser of the two */
} phw_cell_entropy;

/** Assesses `cells`. PHW_ESHORT for fewer than PHW_CELL_ENTROPY_MIN. */
PHW_API PHW_MUST_USE phw_status phw_cell_entropy_assess(phw_cell_entropy *out,
                                                        const phw_bits *cells);

PHW_END_C

#endif

/** @file
 * The min-entropy of a chip's cells, told from one power-up (or a majority of several):
 * what the bias leaves, what a cell's place tells of it, and what another cell a fixed
 * distance away does. Helper data of a repetition code disclose all but a small share
 * of it, so small dependences count, and they are charged together.
 *
 * The model: a cell is what an attacker expects with probability at most
 *     1/2 + d + r / 2,
 * d the root mean square of the biases of the places of a period, all of which she
 * knows (other chips show them), and r the correlation with a cell at one distance,
 * which she guessed right. Both are taken at their upper bounds. It is an estimate with
 * a stated model, not a proof: nothing is said of longer periods, of more than the
 * strongest distance, or of what other chips of the same maker tell of a cell beyond
 * its place. On the shipped chips (auth.md's three STM32F4-class memories) the columns
 * of 64 cells are biased alike on all of them, by 0.02 to 0.035, and once they are
 * taken out nothing is left between chips at 450,560 cells.
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

/** The periods: 1 .. this, and no more than an eighth of the cells. */
#define PHW_CELL_ENTROPY_PERIODS 1024

/** What was found; bits a cell. Bounds hold at 99 %, for all periods or distances
 * together (Bonferroni). */
typedef struct phw_cell_entropy {
    size_t n;               /**< cells */
    double ones;            /**< share of ones */
    double by_value;        /**< of the most common value (SP 800-90B, 6.3.1) */
    double by_position;     /**< given its place in `period`: -log2(1/2 + d) */
    size_t period;          /**< the period that tells most, by its bound */
    double position_bias;   /**< d of that period, its bound */
    double by_lag;          /**< given the cell `lag` before: -log2(1/2 + r / 2) */
    size_t lag;             /**< the distance that tells most */
    double lag_correlation; /**< at that distance, as measured */
    double least;           /**< given both: -log2(1/2 + d + r / 2), or by_value */
} phw_cell_entropy;

/** Assesses `cells`. PHW_ESHORT for fewer than PHW_CELL_ENTROPY_MIN; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cell_entropy_assess(phw_cell_entropy *out,
                                                        const phw_bits *cells);

PHW_END_C

#endif

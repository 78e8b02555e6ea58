/** @file
 * How well a memory's power-up tells chips apart: reliability, uniqueness, uniformity
 * and their kin.
 */
#ifndef PHW_AUTH_CELL_STATISTICS_H
#define PHW_AUTH_CELL_STATISTICS_H

#include <stddef.h>

#include "auth/readouts.h"
#include "core/status.h"

PHW_BEGIN_C

/** Of one chip. */
typedef struct phw_cell_statistics {
    size_t n_readouts;
    size_t n_cells;
    double ones;              /**< share of ones over all read-outs: uniformity */
    double ones_least;        /**< of the read-out with the fewest */
    double ones_most;         /**< and with the most */
    double pair_distance;     /**< mean share that differs between two read-outs;
                                   reliability is 1 less this. NaN for one read-out */
    double majority_distance; /**< mean share that differs from the majority of all */
    double never_flipping;    /**< share of cells that are the same in all read-outs */
    double near_correlation;  /**< greatest, by size, at distances 1 .. 64 of the map of
                                   majorities */
    double far_correlation;   /**< the same at 1 .. 4096 */
    size_t far_lag;           /**< and where */
} phw_cell_statistics;

/** Of a chip with one read-out or more and two cells or more (PHW_EARG). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cell_statistics_of(phw_cell_statistics *out,
                                                       const phw_readouts *chip);

/** The mean share of cells that differ between a read-out of one chip and one of the
 * other, over all pairs: uniqueness, 1/2 for unrelated chips. PHW_EARG where the
 * read-outs differ in length; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cell_distance(double *out, const phw_readouts *a,
                                                  const phw_readouts *b);

PHW_END_C

#endif

/** @file
 * What a cell's place tells of it: biases that come back every so many cells, as those
 * of the columns of a memory do.
 */
#ifndef PHW_AUTH_CELL_POSITION_H
#define PHW_AUTH_CELL_POSITION_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most periods of one scan. */
#define PHW_CELL_PERIODS_MAX 1024

/** bias[period - 1] for the periods 1 .. n_periods (at most PHW_CELL_PERIODS_MAX and
 * cells->n, asserted): the sum over the places c of a period of
 *     (2 k_c - n_c)^2 / n_c,
 * k_c of whose n_c cells are one. Where a cell at c is one with probability 1/2 + d_c,
 * and cells are else independent, it is about noncentral chi-square with `period`
 * degrees of freedom and the noncentrality 4 sum n_c d_c^2. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cell_position_scan(double *bias, size_t n_periods,
                                                       const phw_bits *cells);

PHW_END_C

#endif

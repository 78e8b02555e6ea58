/** @file
 * What the public list of kept samples tells about the bits of their symbols.
 */
#ifndef PHW_KGEN_INDICES_H
#define PHW_KGEN_INDICES_H

#include <stdint.h>

#include "core/status.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** Bits to be charged for the list (PHW_STAGE_INDICES).
 *
 * A band around the mean is symmetric, so that a kept place alone does not tell its
 * side. But of a series with memory two places next to each other are on the same side
 * more often than two with dropped ones between, and an estimator that looks at kept
 * symbols alone takes the average. For each component of which n_planes[c] > 0 planes
 * count, n times the mutual information of the gap g before a symbol and its most
 * significant bit b, given the bit before, is charged as counted, with g in the classes
 * 1, 2, 3..4, 5..8 and more, in units of the least gap. Where gaps tell nothing the
 * count is above 0 all the same, by 2.9 bits a component for each value of the bit
 * before. */
PHW_API uint64_t phw_indices_charge(const phw_raw *raw, const uint8_t *n_planes);

PHW_END_C

#endif

/** @file
 * What the bits of an asymmetric agreement are worth: as raw material for the
 * assessment, and what fixed shares of symbols in every window take off.
 */
#ifndef PHW_KGEN_ZERO_POWER_ACCOUNT_H
#define PHW_KGEN_ZERO_POWER_ACCOUNT_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** Raw material of the `n_planes` most significant planes of kept values, to be freed:
 * plane[p] has a bit for each that is set in `kept`, tone by tone; kept[tone n_rows +
 * row]. A tone of which nothing was kept is left out. PHW_ESHORT when nothing was;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_raw(phw_raw *out, const phw_bits *plane,
                                                   unsigned n_planes,
                                                   const phw_bits *kept, size_t n_rows);

/** Bits of entropy that the symbols lack because thresholds at ranks fix how many of
 * each a window has: the sum over components and windows of n H(c / n) less log2 of the
 * number n! / (c_0! c_1! ...) of orders that there are, for the counts c of a window's
 * n kept symbols. Estimators that look at shares and neighbours don't see it: for one
 * bit and a window of 256 it is 4.3 bits. */
PHW_API double phw_zero_power_balance_bits(const phw_raw *raw, size_t n_rows,
                                           size_t window);

PHW_END_C

#endif

/** @file
 * How even bits are and how they follow each other: two quick looks that can refute
 * randomness and never prove it.
 */
#ifndef PHW_TOOLS_BIT_BALANCE_H
#define PHW_TOOLS_BIT_BALANCE_H

#include <stddef.h>

#include "core/bits.h"

/** What was seen of n bits. */
typedef struct phw_bit_balance {
    size_t n;
    double ones;      /**< share of ones; NaN without bits */
    double repeats;   /**< share of bits that are as the one before; NaN below two */
    double frequency; /**< p-value of the frequency test, SP 800-22 rev. 1a, 2.1 */
    double runs;      /**< p-value of the runs test, the same, 2.3; 0 where the share of
                           ones is off 1/2 by 2 / sqrt(n) or more */
} phw_bit_balance;

/** Looks at the bits that `used` has set, or at all when it is empty; else of the same
 * length. p-values without bits are NaN. */
phw_bit_balance phw_bit_balance_measure(const phw_bits *bits, const phw_bits *used);

#endif

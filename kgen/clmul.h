/** @file
 * The carry-less product of two 64-bit words: polynomials over GF(2).
 */
#ifndef PHW_KGEN_CLMUL_H
#define PHW_KGEN_CLMUL_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A polynomial of degree below 128: bit i of `low` is the coefficient of X^i, bit i of
 * `high` that of X^(64 + i). */
typedef struct phw_clmul_product {
    uint64_t low;
    uint64_t high;
} phw_clmul_product;

/** a * b over GF(2), in plain C. No branch and no index depends on a or b; on
 * processors whose integer multiplication takes the same time for all values, neither
 * does the time. */
PHW_API phw_clmul_product phw_clmul(uint64_t a, uint64_t b);

PHW_END_C

#endif

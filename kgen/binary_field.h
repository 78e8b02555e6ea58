/** @file
 * The field GF(2^64): polynomials over GF(2) modulo X^64 + X^4 + X^3 + X + 1, bit i of
 * a word the coefficient of X^i.
 */
#ifndef PHW_KGEN_BINARY_FIELD_H
#define PHW_KGEN_BINARY_FIELD_H

#include <stdint.h>

#include "core/status.h"
#include "kgen/clmul.h"

PHW_BEGIN_C

/** Members of Cantor's basis that there are. */
#define PHW_BINARY_FIELD_CANTOR 22

/** p modulo the field's polynomial. */
PHW_API uint64_t phw_binary_field_reduce(phw_clmul_product p);

/** a b, in plain C; constant in time as phw_clmul() is. */
PHW_API uint64_t phw_binary_field_multiply(uint64_t a, uint64_t b);

/** Member i of a basis with v_0 = 1 and v_i^2 + v_i = v_(i-1) (D. G. Cantor, "On
 * arithmetical algorithms over finite fields", J. Comb. Theory A 50, 1989); i is below
 * PHW_BINARY_FIELD_CANTOR. */
PHW_API uint64_t phw_binary_field_cantor(unsigned i);

PHW_END_C

#endif

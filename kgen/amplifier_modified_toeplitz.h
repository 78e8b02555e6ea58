/** @file
 * The entry "modified-toeplitz" of the amplifiers: half the seed, half the product.
 */
#ifndef PHW_KGEN_AMPLIFIER_MODIFIED_TOEPLITZ_H
#define PHW_KGEN_AMPLIFIER_MODIFIED_TOEPLITZ_H

#include "kgen/amplifier.h"

PHW_BEGIN_C

/** y = x_top + T x_bottom, the matrix (I | T): x_top is the first m bits of x, x_bottom
 * the n - m others, T the m x (n - m) Toeplitz matrix of kgen/toeplitz.h under a seed
 * of n - 1 bits (Hayashi and Tsurumaru, IEEE Trans. IT 62(4), 2016). For m = n it is
 * the identity and has no seed; m > n is PHW_EARG, and has none either.
 *
 * 2-universal: two inputs that differ in x_bottom collide with probability 2^-m, as
 * under T; two that agree in it differ in x_top and never collide. That is all that
 * privacy amplification needs. It is not XOR-universal: inputs that differ in x_top
 * alone have a hash difference that is known, so that no authentication tag may be made
 * of it. */
PHW_API extern const phw_amplifier phw_amplifier_modified_toeplitz;

PHW_END_C

#endif

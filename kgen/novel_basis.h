/** @file
 * From a polynomial's coefficients to those in the basis in which additive Fourier
 * transforms are made: X_i = the product over the bits b of i of s_b, where s_b is the
 * polynomial of degree 2^b whose zeros are the span of v_0 .. v_(b-1), Cantor's basis
 * (kgen/binary_field.h). X_i has degree i.
 *
 * s_b has coefficients 0 and 1 only, s_(a+b) = s_a(s_b), and s_b = x^(2^b) + x for b a
 * power of 2: all is done by additions (Lin, Al-Naffouri, Han and Chung, "Novel
 * polynomial basis with fast Fourier transform and its application to Reed-Solomon
 * erasure codes", IEEE Trans. IT 62(11), 2016).
 */
#ifndef PHW_KGEN_NOVEL_BASIS_H
#define PHW_KGEN_NOVEL_BASIS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** u[2^k] from coefficients of x^i to coefficients of X_i, in place. Those from the
 * n-th on are 0. */
PHW_API void phw_novel_basis_forward(uint64_t *u, unsigned k, size_t n);

/** The transposed map, of which the first n words are wanted; what the others become is
 * left open. */
PHW_API void phw_novel_basis_transposed(uint64_t *u, unsigned k, size_t n);

/** The transposed inverse map, as far as that. */
PHW_API void phw_novel_basis_inverse_transposed(uint64_t *u, unsigned k, size_t n);

PHW_END_C

#endif

/** @file
 * A Toeplitz product by additive Fourier transforms: time as n log n, where tiles and
 * Karatsuba's product take n^1.58.
 *
 * Bits go by 32: output bit m - 1 - 32 a - p (p < 32) is the sum over the runs b of the
 * inputs of a form in x's run X_b and 63 bits of the seed that depend on a + b alone.
 * With S_c in GF(2^64) chosen such that the coefficient of z^63 in S_c z^r is seed bit
 * n + m - 2 - 32 c - r for r < 63, these outputs are the upper half of the field
 * element Y_a, the sum over b of S_(a+b) X_b. Y is a middle product over the field. It
 * is the transposed map of v -> X v (Bostan, Lecerf and Schost, "Tellegen's principle
 * into practice", ISSAC 2003), and so takes transforms of no more points than there are
 * S_c.
 */
#ifndef PHW_KGEN_TOEPLITZ_FFT_H
#define PHW_KGEN_TOEPLITZ_FFT_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** y = T x as in kgen/toeplitz.h, for y->n outputs and a seed of x->n + y->n - 1 bits
 * (asserted); y's words are overwritten. Takes 16 bytes for every run of 32 bits of the
 * seed, their number brought up to a power of 2. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_toeplitz_fft(phw_bits *y, const phw_bits *x,
                                                 const phw_bits *seed,
                                                 const phw_field_kernel *kernel);

/** How many butterflies that takes for n bits in and m out, both above 0. */
PHW_API double phw_toeplitz_fft_butterflies(size_t n, size_t m);

PHW_END_C

#endif

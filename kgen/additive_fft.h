/** @file
 * The additive Fourier transform over GF(2^64): the values of a polynomial at the first
 * points of the span of Cantor's basis, point k the sum of v_b over the bits b of k.
 * Coefficients are those of kgen/novel_basis.h. S.-J. Lin, W.-H. Chung and Y. S. Han,
 * "Novel polynomial basis and its application to Reed-Solomon erasure codes", FOCS
 * 2014; cut to a number of points as J. van der Hoeven's truncated transform is ("The
 * truncated Fourier transform and applications", ISSAC 2004).
 *
 * The transposed maps serve middle products: see kgen/toeplitz_fft.h.
 */
#ifndef PHW_KGEN_ADDITIVE_FFT_H
#define PHW_KGEN_ADDITIVE_FFT_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** Most points. */
#define PHW_ADDITIVE_FFT_MAX ((size_t)1 << 20)

/** A transform of a length. A plain value: nothing to free. */
typedef struct phw_additive_fft {
    const phw_field_kernel *kernel;
    size_t n_points; /**< a multiple of PHW_FIELD_KERNEL_LEAF */
    unsigned levels; /**< 2^levels words are what arrays have: the least power of 2
                          not below n_points */
    uint64_t part[3][128]; /**< point numbers' sums of Cantor's basis, by 7 bits each */
    uint64_t step[3][PHW_FIELD_KERNEL_LEAF / 2]; /**< of the leaves */
} phw_additive_fft;

/** For at least `n_points`, 1 to PHW_ADDITIVE_FFT_MAX. */
PHW_API void phw_additive_fft_init(phw_additive_fft *out,
                                   const phw_field_kernel *kernel, size_t n_points);

/** u[2^levels] from coefficients to the values at n_points, leaf by leaf in the order
 * of the kernel. The first `n` coefficients are given, the others are 0; those up to
 * the next power of 2 (PHW_FIELD_KERNEL_LEAF at least) have to be there as zeros. */
PHW_API void phw_additive_fft_forward(const phw_additive_fft *f, uint64_t *u, size_t n);

/** The transposed map, from values in that order to what stands for the first `n`
 * coefficients. */
PHW_API void phw_additive_fft_transposed(const phw_additive_fft *f, uint64_t *u,
                                         size_t n);

/** The transposed inverse of phw_additive_fft_forward() for n = n_points. The words
 * past n_points have to be 0. */
PHW_API void phw_additive_fft_inverse_transposed(const phw_additive_fft *f,
                                                 uint64_t *u);

PHW_END_C

#endif

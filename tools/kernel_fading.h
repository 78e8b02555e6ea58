/** @file
 * Kernels of fading processes, beside what one writes first and beside limits.
 */
#ifndef PHW_TOOLS_KERNEL_FADING_H
#define PHW_TOOLS_KERNEL_FADING_H

#include "tools/kernel.h"

/** Sums of 16 sinusoids on a uniform grid; the multiplications and additions alone. */
extern const phw_kernel phw_kernel_sinusoids_uniform;

/** The same at random instants; libm's sincos. */
extern const phw_kernel phw_kernel_sinusoids_random;

/** Grid points of Gaussian epochs; their normals and transform alone. */
extern const phw_kernel phw_kernel_spectral_epoch;

/** 23 taps of Alice, Bob and Eve, a probe every 0.1/fd; libm's sincos. */
extern const phw_kernel phw_kernel_triples_dense;

/** The same, every 1/fd. */
extern const phw_kernel phw_kernel_triples_sparse;

#endif

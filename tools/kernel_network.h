/** @file
 * Kernels of whole channels between several parties, and of a surface.
 */
#ifndef PHW_TOOLS_KERNEL_NETWORK_H
#define PHW_TOOLS_KERNEL_NETWORK_H

#include "tools/kernel.h"

/** Alice, Bob and Eve of a Gaussian TDL-A network, a probe every 0.1/fd; a million a
 * second. */
extern const phw_kernel phw_kernel_network_dense;

/** The same, every 1/fd; 300 000 a second. */
extern const phw_kernel phw_kernel_network_sparse;

/** The same of 256 plane waves; libm's sincos. */
extern const phw_kernel phw_kernel_network_waves;

/** The sum over 1024 elements of a surface; the formula in double precision. */
extern const phw_kernel phw_kernel_surface;

#endif

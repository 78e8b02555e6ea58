/** @file
 * Kernels at the level of IQ samples, beside liquid-dsp's and real time.
 */
#ifndef PHW_TOOLS_KERNEL_STREAM_H
#define PHW_TOOLS_KERNEL_STREAM_H

#include "tools/kernel.h"

/** 16 fading taps, a sample apart, and noise; liquid's tvmpch with as many. */
extern const phw_kernel phw_kernel_iq_16_taps;

/** TDL-C, delay spread 300 ns, with noise at 20 MS/s; real time. */
extern const phw_kernel phw_kernel_iq_tdl_c;

/** One tap half a sample late; liquid's complex filter of as many points. */
extern const phw_kernel phw_kernel_fractional_delay;

/** Complex normals alone; liquid's. */
extern const phw_kernel phw_kernel_noise;

#endif

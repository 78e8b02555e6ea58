/** @file
 * Kernels of the radios' own flaws.
 */
#ifndef PHW_TOOLS_KERNEL_FRONT_END_H
#define PHW_TOOLS_KERNEL_FRONT_END_H

#include "tools/kernel.h"

/** A transmitter with all of its flaws; real time at 20 MS/s. */
extern const phw_kernel phw_kernel_transmit_chain;

/** A receiver with all of its flaws; real time at 20 MS/s. */
extern const phw_kernel phw_kernel_receive_chain;

#endif

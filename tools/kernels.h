/** @file
 * The kernels that `phyward bench channel` times.
 */
#ifndef PHW_TOOLS_KERNELS_H
#define PHW_TOOLS_KERNELS_H

#include <stddef.h>

#include "tools/kernel.h"

/** Kernel i; NULL past the last. */
const phw_kernel *phw_kernel_at(size_t i);

/** The kernel of that name, NULL when there is none. */
const phw_kernel *phw_kernel_find(const char *name);

#endif

/** @file
 * The entry "portable" of the field kernels: words in plain C.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_PORTABLE_H
#define PHW_KGEN_FIELD_KERNEL_PORTABLE_H

#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** See kgen/field_kernel.h. */
PHW_API extern const phw_field_kernel phw_field_kernel_portable;

PHW_END_C

#endif

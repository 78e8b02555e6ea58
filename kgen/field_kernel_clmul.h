/** @file
 * The entry "pclmulqdq" of the field kernels: two words at a time by PCLMULQDQ.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_CLMUL_H
#define PHW_KGEN_FIELD_KERNEL_CLMUL_H

#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** See kgen/field_kernel.h. */
PHW_API extern const phw_field_kernel phw_field_kernel_clmul;

PHW_END_C

#endif

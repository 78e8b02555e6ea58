/** @file
 * The entry "vpclmulqdq-512" of the field kernels: eight words at a time by VPCLMULQDQ,
 * with AVX-512.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_VPCLMUL512_H
#define PHW_KGEN_FIELD_KERNEL_VPCLMUL512_H

#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** See kgen/field_kernel.h. */
PHW_API extern const phw_field_kernel phw_field_kernel_vpclmul512;

PHW_END_C

#endif

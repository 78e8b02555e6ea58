/** @file
 * The entry "vpclmulqdq-256" of the field kernels: four words at a time by VPCLMULQDQ,
 * with AVX2.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_VPCLMUL256_H
#define PHW_KGEN_FIELD_KERNEL_VPCLMUL256_H

#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** See kgen/field_kernel.h. */
PHW_API extern const phw_field_kernel phw_field_kernel_vpclmul256;

PHW_END_C

#endif

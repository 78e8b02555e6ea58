/** @file
 * The field kernels that there are.
 */
#ifndef PHW_KGEN_FIELD_KERNELS_H
#define PHW_KGEN_FIELD_KERNELS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/field_kernel.h"

PHW_BEGIN_C

/** All entries, the slowest first: portable, pclmulqdq, vpclmulqdq-256, vpclmulqdq-512,
 * also those that this processor lacks. `n` gets how many. */
PHW_API const phw_field_kernel *const *phw_field_kernel_list(size_t *n);

PHW_END_C

#endif

/** @file
 * The tile of a Toeplitz product with the PCLMULQDQ instruction.
 */
#ifndef PHW_KGEN_TOEPLITZ_CLMUL_H
#define PHW_KGEN_TOEPLITZ_CLMUL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/clmul.h"

PHW_BEGIN_C

/** Whether this processor and this build have the instruction. */
PHW_API bool phw_toeplitz_clmul_has(void);

/** A phw_toeplitz_tile; phw_toeplitz_clmul_has() first. */
PHW_API void phw_toeplitz_clmul_tile(phw_clmul_product *sum, const uint64_t *s,
                                     const uint64_t *x);

PHW_END_C

#endif

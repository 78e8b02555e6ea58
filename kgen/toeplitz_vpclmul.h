/** @file
 * The tile of a Toeplitz product with the VPCLMULQDQ instruction.
 */
#ifndef PHW_KGEN_TOEPLITZ_VPCLMUL_H
#define PHW_KGEN_TOEPLITZ_VPCLMUL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/clmul.h"

PHW_BEGIN_C

/** Whether this processor and this build have the instruction on 256 bits, with AVX2.
 */
PHW_API bool phw_toeplitz_vpclmul256_has(void);

/** Whether they have it on 512 bits, with AVX-512. */
PHW_API bool phw_toeplitz_vpclmul512_has(void);

/** A phw_toeplitz_tile; phw_toeplitz_vpclmul256_has() first. */
PHW_API void phw_toeplitz_vpclmul256_tile(phw_clmul_product *sum, const uint64_t *s,
                                          const uint64_t *x);

/** A phw_toeplitz_tile; phw_toeplitz_vpclmul512_has() first. */
PHW_API void phw_toeplitz_vpclmul512_tile(phw_clmul_product *sum, const uint64_t *s,
                                          const uint64_t *x);

PHW_END_C

#endif

/** @file
 * The verification hash's polynomial with the PCLMULQDQ instruction.
 */
#ifndef PHW_KGEN_VERIFY_CLMUL_H
#define PHW_KGEN_VERIFY_CLMUL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Whether this processor and this build have the instruction. */
PHW_API bool phw_verify_clmul_has(void);

/** word[0] + word[1] r + .. + word[n - 1] r^(n - 1) in GF(2^64), as in
 * kgen/binary_field.h; phw_verify_clmul_has() first. No branch and no index depends on
 * the words. */
PHW_API uint64_t phw_verify_clmul(const uint64_t *word, size_t n, uint64_t r);

PHW_END_C

#endif

/** @file
 * The innermost part of a Toeplitz product: a square tile of word products.
 */
#ifndef PHW_KGEN_TOEPLITZ_TILE_H
#define PHW_KGEN_TOEPLITZ_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/clmul.h"

PHW_BEGIN_C

/** Words of a tile's side. */
#define PHW_TOEPLITZ_TILE 16

/** sum[i] ^= XOR over j of s[i - j + TILE - 1] * x[j], carry-less, for i and j below
 * PHW_TOEPLITZ_TILE; s has 2 TILE - 1 words. */
typedef void phw_toeplitz_tile(phw_clmul_product *sum, const uint64_t *s,
                               const uint64_t *x);

/** In plain C. */
PHW_API void phw_toeplitz_tile_portable(phw_clmul_product *sum, const uint64_t *s,
                                        const uint64_t *x);

PHW_END_C

#endif

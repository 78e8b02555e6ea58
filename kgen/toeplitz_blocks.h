/** @file
 * A Toeplitz product by words: tiles of word products under Karatsuba's middle product.
 */
#ifndef PHW_KGEN_TOEPLITZ_BLOCKS_H
#define PHW_KGEN_TOEPLITZ_BLOCKS_H

#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/toeplitz_tile.h"

PHW_BEGIN_C

/** y = T x as in kgen/toeplitz.h, for y->n outputs and a seed of x->n + y->n - 1 bits;
 * y's words are overwritten. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_toeplitz_blocks(phw_bits *y, const phw_bits *x,
                                                    const phw_bits *seed,
                                                    phw_toeplitz_tile *tile);

/** How many tiles that takes for n bits in and m out, both above 0. */
PHW_API double phw_toeplitz_blocks_tiles(size_t n, size_t m);

PHW_END_C

#endif

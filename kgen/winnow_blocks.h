/** @file
 * Blocks of 2^m bits side by side in packed words: their parities and their Hamming
 * syndromes, the sums of the indices of their ones.
 */
#ifndef PHW_KGEN_WINNOW_BLOCKS_H
#define PHW_KGEN_WINNOW_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"

PHW_BEGIN_C

/** Writes the parities of n_blocks blocks of 2^order bits, from word[0] on, to the bits
 * of `out` from `at` on. */
PHW_API void phw_winnow_parities(phw_bits *out, size_t at, const uint64_t *word,
                                 size_t n_blocks, unsigned order);

/** The exclusive or of the indices, within block `i`, of its ones: below 2^order. */
PHW_API uint32_t phw_winnow_syndrome(const uint64_t *word, size_t i, unsigned order);

PHW_END_C

#endif

/** @file
 * How often strings of symbols repeat in a sequence, for all lengths at once.
 */
#ifndef PHW_KGEN_REPEATS_H
#define PHW_KGEN_REPEATS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. Occurrences may overlap. */
typedef struct phw_repeats {
    size_t longest;  /**< symbols of the longest string that comes twice; 0: none */
    uint32_t *most;  /**< most[w], 1 <= w <= longest: occurrences of the string of w
                          symbols that comes most often, falling with w */
    uint64_t *pairs; /**< pairs[w]: pairs of places with the same w symbols */
} phw_repeats;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_repeats_free(phw_repeats *r);

/** Measures symbol[n], each below n_symbols (2 .. 256); to be freed. By a suffix array
 * (prefix doubling: Manber and Myers, SIAM J. Comput. 22(5), 1993), the common prefixes
 * of neighbours in it (Kasai et al., CPM 2001) and a walk over its intervals: time
 * n log n at worst, memory some 30 n bytes. PHW_EARG above 2^31 symbols and for a
 * symbol not below n_symbols; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_repeats_measure(phw_repeats *out,
                                                    const uint8_t *symbol, size_t n,
                                                    unsigned n_symbols);

PHW_END_C

#endif

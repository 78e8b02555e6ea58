/** @file
 * An eavesdropper's trace that is wider than Alice's: several hearings side by side.
 */
#ifndef PHW_KGEN_EAVESDROPPER_BLOCK_H
#define PHW_KGEN_EAVESDROPPER_BLOCK_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** Most hearings that are looked at one by one. */
#define PHW_EAVESDROPPER_BLOCKS_MAX 4

/** How many times `n_coefficients` a trace holds, when that is a whole number of 1 to
 * PHW_EAVESDROPPER_BLOCKS_MAX; else 1: it is another kind of trace. */
PHW_API size_t phw_eavesdropper_blocks(const phw_trace *eve, size_t n_coefficients);

/** Block `block` < n_blocks of a trace, to be freed; n_blocks divides its coefficients.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_eavesdropper_block(phw_trace *out,
                                                       const phw_trace *eve,
                                                       size_t block, size_t n_blocks);

PHW_END_C

#endif

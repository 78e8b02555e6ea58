/** @file
 * How often blocks of a code come out wrong between two read-outs, over all the blocks
 * that fit into them.
 */
#ifndef PHW_AUTH_BLOCK_TRIAL_H
#define PHW_AUTH_BLOCK_TRIAL_H

#include <stddef.h>
#include <stdint.h>

#include "auth/concatenation.h"
#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Counts; a zeroed one is a trial not begun. */
typedef struct phw_block_trial {
    uint64_t blocks;
    uint64_t failed;  /**< another message, or none */
    uint64_t cells;   /**< compared */
    uint64_t flipped; /**< of them, different */
} phw_block_trial;

/** Adds the blocks of one pair: `enrolled` makes the helper data, `read` is decoded.
 * The codes are linear, so the all-zero message stands for every one. PHW_EARG when the
 * strings differ in length; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_block_trial_add(phw_block_trial *trial,
                                                    phw_concatenation *code,
                                                    const phw_bits *enrolled,
                                                    const phw_bits *read);

PHW_END_C

#endif

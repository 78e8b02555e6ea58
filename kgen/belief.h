/** @file
 * What blocks of known parity say of their bits: belief propagation in sweeps over a
 * list of blocks, from the first to the last.
 */
#ifndef PHW_KGEN_BELIEF_H
#define PHW_KGEN_BELIEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A block in the list. */
typedef struct phw_belief_block {
    uint32_t n;    /**< bits */
    uint32_t pass; /**< neighbours in the list of one pass have no bit in common */
    bool odd;
} phw_belief_block;

/** A zeroed one is empty and may be freed. */
typedef struct phw_belief {
    size_t n;        /**< bits there are */
    uint32_t *bit;   /**< of all blocks, block after block */
    double *message; /**< what the first sweep made of each */
    size_t n_terms;
    size_t terms_capacity;
    phw_belief_block *block;
    size_t n_blocks;
    size_t blocks_capacity;
    double *odds; /**< of n bits, after the first sweep over the blocks below */
    size_t swept; /**< blocks the first sweep has been over, since the last reset */
    size_t swept_terms; /**< their bits */
    double *others;     /**< scratch of n, as are these */
    double *tilt;
    double *ahead;
    double *behind;
} phw_belief;

/** An empty list over n bits. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_belief_alloc(phw_belief *out, size_t n);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_belief_free(phw_belief *b);

/** Empties the list. */
PHW_API void phw_belief_reset(phw_belief *b);

/** Room for this many blocks with this many bits in all. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_belief_reserve(phw_belief *b, size_t blocks,
                                                   size_t terms);

/** Appends a block, in reserved room: those of bit[0 .. n) that are not clear[]. */
PHW_API void phw_belief_add(phw_belief *b, unsigned pass, bool odd, const uint32_t *bit,
                            size_t n, const uint8_t *clear);

/** Weighs all bits in two sweeps from their `prior` odds into `odds`, each of n: a
 * block of even or odd parity gives each of its bits the odds (1 - T) / (1 + T) or its
 * inverse, T the product of 1 - 2 p over its other bits (Gallager, Low-density
 * parity-check codes, IRE Trans. IT 8(1), 1962). Blocks that a call before has swept
 * are not swept a first time again: `prior` is to be the same from reset to reset.
 * Only correctly rounded operations in a fixed order: every host gets the same. */
PHW_API void phw_belief_weigh(double *odds, phw_belief *b, const double *prior);

PHW_END_C

#endif

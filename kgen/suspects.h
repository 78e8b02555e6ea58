/** @file
 * What two ends know in public about where their bits differ: blocks of bits whose
 * number of differences is even or odd, and how likely every bit differs. A pure
 * function of public error rates, a public seed and the differences of parities, so
 * that both ends hold the same.
 */
#ifndef PHW_KGEN_SUSPECTS_H
#define PHW_KGEN_SUSPECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/belief.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Most bits. */
#define PHW_SUSPECTS_BITS_MAX 200000

/** Most passes: each lays every bit that is still suspect into one block. */
#define PHW_SUSPECTS_PASSES_MAX 32

/** A block that is not divided further. */
typedef struct phw_suspects_block {
    uint32_t from, to;  /**< places of its pass, half open */
    uint32_t n_suspect; /**< of its bits not known to be equal by now */
    uint8_t pass;
    bool odd;    /**< differences left in it are odd in number */
    bool queued; /**< stands in the work list */
} phw_suspects_block;

/** One arrangement of the bits. */
typedef struct phw_suspects_pass {
    uint32_t *bit;      /**< at each place */
    uint32_t *block_of; /**< of each bit; UINT32_MAX: it has no place here */
    size_t n;           /**< places */
} phw_suspects_pass;

/** A zeroed one is empty and may be freed. Freeing wipes. */
typedef struct phw_suspects {
    size_t n;        /**< bits */
    double *prior;   /**< odds that a bit differs, from the public error rates */
    double *odds;    /**< the same by all that is known */
    uint8_t *clear;  /**< 1: not a suspect any more */
    uint32_t *order; /**< scratch of 2 n */
    double *chance;  /**< that a bit differs, 0 for those that are clear */
    phw_belief belief;
    double expected; /**< sum of the chances, unless it is changed */
    bool changed;    /**< blocks the belief holds are not what they were */
    phw_suspects_pass pass[PHW_SUSPECTS_PASSES_MAX];
    unsigned n_passes;
    phw_suspects_block *block;
    size_t n_blocks;
    size_t blocks_capacity;
    size_t first_new; /**< blocks from here on are the newest pass's roots */
    uint32_t *work;   /**< blocks that became odd, or have one suspect left */
    size_t n_work;
    size_t work_capacity;
    uint32_t *found; /**< bits that differ, found since it was last emptied */
    size_t n_found;
} phw_suspects;

/** All bits suspect at the rates of a task's segments, which are checked as
 * phw_reconciler's create does. PHW_EARG for more than PHW_SUSPECTS_BITS_MAX. */
PHW_API PHW_MUST_USE phw_status phw_suspects_alloc(phw_suspects *out,
                                                   const phw_reconcile_task *task);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_suspects_free(phw_suspects *s);

/** Back to the beginning. */
PHW_API void phw_suspects_reset(phw_suspects *s);

/** Expected number of differences left. */
PHW_API double phw_suspects_expected(const phw_suspects *s);

/** Weighs all bits by the blocks that are not divided (kgen/belief.h). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_suspects_weigh(phw_suspects *s);

/** Lays the suspects into blocks of about `target` expected differences, at least two
 * of them when there are two suspects: the first pass by falling error rate, the others
 * by a permutation of the public seed. The new blocks are `first_new` to n_blocks.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_suspects_arrange(phw_suspects *s, double target,
                                                     uint64_t seed);

/** Where a block is to be cut, by half of what is expected in it. It has two suspects
 * at least. */
PHW_API uint32_t phw_suspects_cut(const phw_suspects *s, uint32_t block);

/** Enters the parity of differences of a new block. PHW_EPEER when no bit can be the
 * cause; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_suspects_enter(phw_suspects *s, uint32_t block,
                                                   bool odd);

/** Divides a block at `cut`, `odd` being the first part's; the other part is a new
 * block. As above. */
PHW_API PHW_MUST_USE phw_status phw_suspects_divide(phw_suspects *s, uint32_t block,
                                                    uint32_t cut, bool odd);

/** Follows what is known to its end: a block with one suspect settles it. Bits that
 * were found to differ are appended to found[]. PHW_EPEER when the parities contradict
 * each other; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_suspects_settle(phw_suspects *s);

/** The odd blocks that are next to be divided, moved to out[] (room for n_work): when
 * `one`, that with the fewest suspects; else all of its pass. Returns how many. */
PHW_API size_t phw_suspects_next(uint32_t *out, phw_suspects *s, bool one);

PHW_END_C

#endif

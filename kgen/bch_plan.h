/** @file
 * How a frame is cut into blocks of a BCH code, and how many errors a block's code
 * corrects. A pure function of what both parties know, in exactly rounded arithmetic.
 */
#ifndef PHW_KGEN_BCH_PLAN_H
#define PHW_KGEN_BCH_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Blocks of one kind. */
typedef struct phw_bch_part {
    size_t n_bits;     /**< of a block, 2^order - 1 at most; 0: there is none */
    unsigned t;        /**< errors that are corrected; 0: the block is sent as it is */
    size_t n_syndrome; /**< bits that are said of a block: n - k, or n_bits */
} phw_bch_part;

/** What is wanted. */
typedef struct phw_bch_wish {
    unsigned order;          /**< blocks of 2^order - 1 bits; 0: what leaks least */
    unsigned t;              /**< errors a block; 0: what the error rate asks for */
    double frame_error_rate; /**< at most, in (0, 1), where t is 0 */
} phw_bch_wish;

/** The cut. A zeroed one may be freed. */
typedef struct phw_bch_plan {
    unsigned order;
    phw_bch_part full; /**< all blocks but the last */
    size_t n_full;
    phw_bch_part last; /**< what is left of the frame: a shortened block */
    uint32_t *bit; /**< the frame's bit at each place, spread so that blocks share the
                        rates of unlike segments; NULL: as they stand */
} phw_bch_plan;

/** P(X > t) for X ~ Bin(n, p), each term exactly rounded from the one before; 0 <= p <
 * 1/2, n <= 1023. */
PHW_API double phw_bch_failure(size_t n, unsigned t, double p);

/** The plan of a frame, to be freed. Without a wish for t, each block has the least t
 * whose binomial tail, at the mean rate of its bits, is at most the frame error rate
 * over the number of blocks. (Of bits of unlike rates no tail beyond the mean is longer
 * than the binomial: Hoeffding, Ann. Math. Stat. 27, 1956.) PHW_EARG for a wish out of
 * range, and as phw_reconcile_task_check(); PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bch_plan_make(phw_bch_plan *out,
                                                  const phw_reconcile_task *task,
                                                  const phw_bch_wish *wish);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_bch_plan_free(phw_bch_plan *plan);

/** Bits that Alice says: of all blocks. */
PHW_API size_t phw_bch_plan_leak(const phw_bch_plan *plan);

PHW_END_C

#endif

/** @file
 * The error rate from the shares of odd blocks: what Cascade's first pass tells at no
 * cost.
 *
 * A block of k bits, each in error with probability p independently, is odd with
 * probability (1 - (1 - 2p)^k) / 2 (Gallager, "Low-density parity-check codes", 1962,
 * lemma 4.1). Both ends know which blocks are odd, and both come to the same rate: only
 * + - * / and square roots of doubles are used, exactly rounded by IEEE 754.
 */
#ifndef PHW_KGEN_ODD_RATE_H
#define PHW_KGEN_ODD_RATE_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Blocks of one size. */
typedef struct phw_odd_count {
    size_t size;     /**< bits of a block, >= 1 */
    size_t n_blocks; /**< of this size */
    size_t n_odd;    /**< of them odd, <= n_blocks */
} phw_odd_count;

/** What the blocks say of a rate that was assumed. */
typedef enum phw_odd_verdict {
    PHW_ODD_AGREES = 0, /**< as many as expected, to two standard errors */
    PHW_ODD_DIFFERS,    /**< they tell another rate */
    PHW_ODD_BLIND,   /**< not fewer than expected, and within three standard errors of
                          half of them: any higher rate would do as well. Look at
                          smaller blocks */
    PHW_ODD_HOPELESS /**< it is above PHW_RECONCILE_RATE_MAX by five standard errors
                      */
} phw_odd_verdict;

/** The rate at which as many odd blocks are expected as there are, 0 .. 0.5; count[n],
 * n >= 1, with a block at least. `error`, when not NULL, gets its standard error; for
 * blocks of one size k that is sqrt(s (1 - s) / N) / (k (1 - 2p)^(k-1)), s the odd
 * share of N blocks; 0.5 where half of the blocks or more are odd. */
PHW_API double phw_odd_rate(double *error, const phw_odd_count *count, size_t n);

/** Compares with the rate that was assumed, in 0 .. PHW_RECONCILE_RATE_MAX; `rate` gets
 * what is to be assumed from here on: that, or, when it differs, the blocks', at least
 * PHW_RECONCILE_RATE_MIN and at most PHW_RECONCILE_RATE_MAX. */
PHW_API phw_odd_verdict phw_odd_judge(double *rate, const phw_odd_count *count,
                                      size_t n, double assumed);

PHW_END_C

#endif

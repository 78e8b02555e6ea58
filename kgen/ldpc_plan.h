/** @file
 * What both ends decide in public before an LDPC reconciliation: how a frame is cut
 * into code blocks, which code, how many checks are sent at first and on request.
 *
 * Sums, products, quotients and roots only: the same on every host.
 */
#ifndef PHW_KGEN_LDPC_PLAN_H
#define PHW_KGEN_LDPC_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/ldpc_base.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Columns of private bits: their bits are drawn by Alice and go into the syndrome but
 * not into the key. */
#define PHW_LDPC_PRIVATE 2

/** What can be asked for. */
typedef struct phw_ldpc_scheme {
    double share;    /**< of the bits' entropy by their error rates, what is to be made
                          good: 1, or less where Bob knows his bits' reliabilities */
    double margin;   /**< of the first message, in deviations of what a frame needs */
    double step;     /**< checks of a request, as a share of the block's entropy */
    unsigned rounds; /**< requests at most; 0: one message, one way */
} phw_ldpc_scheme;

/** The decisions. */
typedef struct phw_ldpc_plan {
    size_t n;        /**< bits of the frame */
    size_t n_blocks; /**< bit i is bit i / n_blocks of block i mod n_blocks; 0: the
                        frame is empty, or sent as it is */
    const phw_ldpc_base *base;
    unsigned z;
    unsigned n_tails;
    size_t capacity; /**< bits a block has room for; the others are zero */
    size_t first;    /**< checks of a block that are sent at once */
    size_t most;     /**< checks of a block that may be sent */
    size_t step;     /**< checks of the first request */
    unsigned rounds;
} phw_ldpc_plan;

/** Plans for a task. PHW_EARG for segments that don't fit together, PHW_ENOKEY for a
 * rate above PHW_RECONCILE_RATE_MAX. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_plan_make(phw_ldpc_plan *out,
                                                   const phw_reconcile_task *task,
                                                   const phw_ldpc_scheme *scheme);

/** Checks of a block after `round` requests, the r-th of which, from 0 on, brings
 * step (1 + r^2 / 16) more: a wrong estimate is made good within the rounds. */
PHW_API size_t phw_ldpc_plan_checks(const phw_ldpc_plan *p, unsigned round);

/** Binary entropy in bits, p in [0, 1/2], without the host's logarithm. */
PHW_API double phw_ldpc_entropy(double p);

PHW_END_C

#endif

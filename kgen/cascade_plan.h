/** @file
 * Cascade's public plan: which bits stand where in each pass and how large its blocks
 * are. A pure function of what both parties know.
 */
#ifndef PHW_KGEN_CASCADE_PLAN_H
#define PHW_KGEN_CASCADE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Most passes of a scheme. */
#define PHW_CASCADE_PASSES_MAX 24

/** Most stripes of a pass. */
#define PHW_CASCADE_STRIPES_MAX 64

/** How block sizes go on after the second pass. */
typedef enum phw_cascade_growth {
    PHW_CASCADE_DOUBLE = 0, /**< twice the pass before */
    PHW_CASCADE_HALVES,     /**< two blocks of n / 2, permuted */
    PHW_CASCADE_MASKS       /**< a random half of the bits and its complement */
} phw_cascade_growth;

/** What tells one Cascade from another. */
typedef struct phw_cascade_scheme {
    double first;              /**< k1 = ceil(first / Q) */
    double second;             /**< k2 = second * k1 */
    phw_cascade_growth growth; /**< from the third pass on */
    unsigned n_passes;         /**< 1 .. PHW_CASCADE_PASSES_MAX */
    bool infer;                /**< last top block of later passes follows, not asked */
    unsigned order;            /**< which odd blocks are served, phw_cascade_order */
} phw_cascade_scheme;

/** Which passes' known-odd blocks are halved in a round. */
typedef enum phw_cascade_order {
    PHW_CASCADE_MIXED = 0, /**< passes 1 and 2 together, else all others */
    PHW_CASCADE_LOWEST,    /**< those of the lowest pass that has any */
    PHW_CASCADE_ALL,       /**< those of every pass */
    PHW_N_CASCADE_ORDERS
} phw_cascade_order;

/** Bits of similar error rate, side by side in a pass, with blocks of one size. */
typedef struct phw_cascade_stripe {
    size_t from; /**< first place */
    size_t to;   /**< one past the last place */
    size_t k;    /**< places of a block; the last block may be shorter */
} phw_cascade_stripe;

/** Stripes by rising error rate, and which bit stands at each place of pass 1. A zeroed
 * one may be freed. */
typedef struct phw_cascade_plan {
    size_t n;
    uint32_t *order; /**< bit at a place of pass 1; NULL for one stripe: the identity */
    phw_cascade_stripe stripe[PHW_CASCADE_STRIPES_MAX]; /**< of pass 1 */
    size_t n_stripes;
} phw_cascade_plan;

/** Checks the task and lays out pass 1. Segments whose error rates differ by less than
 * a quarter share a stripe, as do neighbours in rate of less than 256 bits; a stripe's
 * rate is the mean over its bits, at least PHW_RECONCILE_RATE_MIN. k1 =
 * ceil(scheme->first / rate), at most half the stripe, rounded up. PHW_EARG,
 * PHW_ENOKEY, PHW_ENOMEM as phw_reconciler's create. */
PHW_API PHW_MUST_USE phw_status phw_cascade_plan_make(phw_cascade_plan *out,
                                                      const phw_cascade_scheme *scheme,
                                                      const phw_reconcile_task *task);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_plan_free(phw_cascade_plan *plan);

/** Block size of a stripe in pass `pass` (0 the first) of a scheme that doubles, or in
 * the first two of any: second * k1 in pass 1, then twice that; at most half the
 * stripe, rounded up. */
PHW_API size_t phw_cascade_plan_block(const phw_cascade_scheme *scheme,
                                      const phw_cascade_stripe *first, unsigned pass);

PHW_END_C

#endif

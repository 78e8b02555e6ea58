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

/** Which bits make up the blocks of a pass. */
typedef enum phw_cascade_kind {
    PHW_CASCADE_BLOCKS = 0, /**< of one size in each stripe of the plan, whose bits are
                                 permuted among themselves; in pass 1 they keep their
                                 order, unless the scheme permutes there too */
    PHW_CASCADE_HALVES,     /**< all bits permuted, two blocks of n / 2 */
    PHW_CASCADE_MASKS,      /**< a random half of the bits and its complement, halved by
                                 position */
    PHW_CASCADE_BICONF      /**< as masks, drawn afresh until scheme->quiet of them in a
                                 row had no odd block; the last pass only */
} phw_cascade_kind;

/** How the size of a pass's blocks comes about: a pure function of a stripe's error
 * rate Q and of the size in the pass before, both as they are before any clamping. */
typedef enum phw_cascade_rule {
    PHW_CASCADE_PER_RATE = 0, /**< ceil(value / Q) */
    PHW_CASCADE_POWER,        /**< the least power of two >= value / Q */
    PHW_CASCADE_TIMES,        /**< ceil(value * the pass before) */
    PHW_CASCADE_SIZE,         /**< value */
    PHW_CASCADE_ROOT, /**< the least power of two whose square >= value * the pass
                           before */
    PHW_CASCADE_ROOT_PER_RATE, /**< the least power of two whose square >= value / Q */
    PHW_N_CASCADE_RULES
} phw_cascade_rule;

/** Which passes' known-odd blocks are split in a round. */
typedef enum phw_cascade_order {
    PHW_CASCADE_MIXED = 0, /**< passes 1 and 2 together, else all others */
    PHW_CASCADE_LOWEST,    /**< those of the lowest pass that has any */
    PHW_CASCADE_ALL,       /**< those of every pass */
    PHW_N_CASCADE_ORDERS
} phw_cascade_order;

/** One pass of a scheme. */
typedef struct phw_cascade_stage {
    phw_cascade_kind kind;
    phw_cascade_rule rule; /**< of PHW_CASCADE_BLOCKS; not one that asks for the pass
                                before in pass 1 */
    double value;          /**< the rule's, > 0; a factor of the pass before >= 1 */
} phw_cascade_stage;

/** What tells one Cascade from another. */
typedef struct phw_cascade_scheme {
    phw_cascade_stage pass[PHW_CASCADE_PASSES_MAX]; /**< the first is of blocks */
    unsigned n_passes;                              /**< 1 .. PHW_CASCADE_PASSES_MAX */
    bool infer; /**< last top block of later passes follows, not asked */
    bool reuse; /**< every known-odd part of a block is work, also two of them in an
                     even block. Else a search starts at an odd top block alone, goes
                     down by the parities known already, and ends with one bit: what
                     the published variants do but for those that name the reuse */
    bool whole; /**< blocks may hold all of a stripe, as published; else at most its
                     half, rounded up */
    bool permute_first; /**< pass 1 is permuted as well */
    bool adapt; /**< sizes of later passes follow the odd share of pass 1 where that
                     contradicts the estimate: see kgen/odd_rate.h. A rate beyond
                     PHW_RECONCILE_RATE_MAX is refused, and parities are told for as
                     many bits as there are at most: PHW_ENOKEY from a step */
    phw_cascade_order order;
    unsigned together; /**< passes of masks that are opened in one round; 0 as 1 */
    unsigned quiet;    /**< of PHW_CASCADE_BICONF, 1 .. 64 */
    bool back; /**< bits found by PHW_CASCADE_BICONF make work in the other passes */
} phw_cascade_scheme;

/** Bits of similar error rate, side by side in a pass, with blocks of one size. */
typedef struct phw_cascade_stripe {
    size_t from; /**< first place */
    size_t to;   /**< one past the last place */
    size_t k;    /**< places of a block; the last block may be shorter */
    double rate; /**< the estimate, PHW_RECONCILE_RATE_MIN .. PHW_RECONCILE_RATE_MAX */
} phw_cascade_stripe;

/** Stripes by rising error rate, and which bit stands at each place of pass 1. A zeroed
 * one may be freed. */
typedef struct phw_cascade_plan {
    size_t n;
    uint32_t *order; /**< bit at a place of pass 1; NULL for one stripe: the identity */
    phw_cascade_stripe stripe[PHW_CASCADE_STRIPES_MAX]; /**< of pass 1 */
    size_t n_stripes;
} phw_cascade_plan;

/** Appends n passes alike; room for them is the caller's duty. */
PHW_API void phw_cascade_scheme_add(phw_cascade_scheme *inout, unsigned n,
                                    phw_cascade_stage stage);

/** PHW_EARG for a scheme that is out of range anywhere. */
PHW_API PHW_MUST_USE phw_status
phw_cascade_scheme_check(const phw_cascade_scheme *scheme);

/** Checks the task and lays out pass 1. Segments whose error rates differ by less than
 * a quarter share a stripe, as do neighbours in rate of less than 256 bits; a stripe's
 * rate is the mean over its bits, at least PHW_RECONCILE_RATE_MIN. PHW_EARG,
 * PHW_ENOKEY, PHW_ENOMEM as phw_reconciler's create. */
PHW_API PHW_MUST_USE phw_status phw_cascade_plan_make(phw_cascade_plan *out,
                                                      const phw_cascade_scheme *scheme,
                                                      const phw_reconcile_task *task);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_plan_free(phw_cascade_plan *plan);

/** Block size of a stripe in pass `pass` (0 the first), of kind PHW_CASCADE_BLOCKS as
 * all before it: by the rules from stripe->rate, at least 1, at most half the stripe
 * rounded up, or all of it in a scheme of whole blocks. Only + - * / and comparisons of
 * doubles: the same on every host. */
PHW_API size_t phw_cascade_plan_block(const phw_cascade_scheme *scheme,
                                      const phw_cascade_stripe *stripe, unsigned pass);

PHW_END_C

#endif

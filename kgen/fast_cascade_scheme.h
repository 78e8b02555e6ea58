/** @file
 * What tells one fast Cascade (kgen/fast_cascade.h) from another.
 */
#ifndef PHW_KGEN_FAST_CASCADE_SCHEME_H
#define PHW_KGEN_FAST_CASCADE_SCHEME_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most passes of blocks. */
#define PHW_FAST_CASCADE_PASSES_MAX 6

/** Most masks. */
#define PHW_FAST_CASCADE_MASKS_MAX 32

/** Which passes' odd leaves are divided in a round. */
typedef enum phw_fast_cascade_order {
    PHW_FAST_CASCADE_TURNS = 0, /**< the second pass's until it has none left, else
                              those of the lowest pass that has any: what one pass finds
                              in many blocks goes to the other together */
    PHW_FAST_CASCADE_LOWEST,    /**< those of the lowest pass that has any */
    PHW_FAST_CASCADE_MIXED,     /**< of passes 1 and 2 together, else of the lowest */
    PHW_FAST_CASCADE_ALL,       /**< of every pass, and of all masks */
    PHW_N_FAST_CASCADE_ORDERS
} phw_fast_cascade_order;

/** Names of the orders, for parameters; NULL ends them. */
PHW_API extern const char *const phw_fast_cascade_order_names[];

/** What can be set. */
typedef struct phw_fast_cascade_scheme {
    unsigned n_passes; /**< of blocks, 1 .. PHW_FAST_CASCADE_PASSES_MAX */
    unsigned n_masks;  /**< 0 .. PHW_FAST_CASCADE_MASKS_MAX: each halves the frame error
                          rate */
    /** Places of a block in pass `pass` (0 the first), for n bits at an estimated error
     * rate PHW_RECONCILE_RATE_MIN .. PHW_RECONCILE_RATE_MAX; taken as 1 .. half of n.
     * The same on every host: correctly rounded operations alone. */
    size_t (*block)(unsigned pass, double rate, size_t n);
    phw_fast_cascade_order order;
    bool sparing; /**< bits that pass 1 leaves alone in a leaf are known: later passes
                       divide small blocks in the middle of the others, which costs time
                       and saves questions, the more the higher the error rate */
    bool four;    /**< not with `sparing`: from pass 2 on blocks are divided into four
                       parts at once */
} phw_fast_cascade_scheme;

/** One end's machine. */
typedef struct phw_fast_cascade phw_fast_cascade;

PHW_END_C

#endif

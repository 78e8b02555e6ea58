/** @file
 * What tells one swift Cascade (kgen/swift.h) from another.
 */
#ifndef PHW_KGEN_SWIFT_SCHEME_H
#define PHW_KGEN_SWIFT_SCHEME_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/cascade_plan.h"

PHW_BEGIN_C

/** Most passes of blocks. */
#define PHW_SWIFT_PASSES_MAX 6

/** Most masks. */
#define PHW_SWIFT_MASKS_MAX 32

/** What can be set. */
typedef struct phw_swift_scheme {
    unsigned n_passes; /**< of blocks, 1 .. PHW_SWIFT_PASSES_MAX */
    unsigned n_masks; /**< 0 .. PHW_SWIFT_MASKS_MAX: each halves the frame error rate */
    /** Places of a block in pass `pass` (0 the first), for n bits at an estimated error
     * rate PHW_RECONCILE_RATE_MIN .. PHW_RECONCILE_RATE_MAX; taken as 1 .. half of n.
     * The same on every host: correctly rounded operations alone. */
    size_t (*block)(unsigned pass, double rate, size_t n);
    phw_cascade_order order; /**< of the passes; with PHW_CASCADE_ALL all masks' blocks
                                  are served at once too, else one after the other */
    bool sparing; /**< bits that pass 1 leaves alone in a leaf are known: later passes
                       divide small blocks in the middle of the others, which costs time
                       and saves questions, the more the higher the error rate */
    bool four;    /**< not with `sparing`: from pass 2 on blocks are divided into four
                       parts at once */
} phw_swift_scheme;

/** One end's machine. */
typedef struct phw_swift phw_swift;

PHW_END_C

#endif

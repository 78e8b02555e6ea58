/** @file
 * How a frame is cut into polar blocks, and how much is said of each. A pure function
 * of what both parties know, in exactly rounded arithmetic.
 */
#ifndef PHW_KGEN_POLAR_PLAN_H
#define PHW_KGEN_POLAR_PLAN_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Bits of the checksum that picks a path. */
#define PHW_POLAR_CHECK_BITS 8

/** Most kinds of blocks of a frame. */
#define PHW_POLAR_PARTS_MAX 8

/** Blocks of one kind, one after the other. */
typedef struct phw_polar_part {
    unsigned order;  /**< the code's length is 2^order */
    size_t n_bits;   /**< of a block; what is missing to 2^order is zeros */
    size_t n_known;  /**< bits of u that are said; n_bits: the block is sent as it is */
    size_t n_blocks; /**< how many */
    double beta;     /**< of the code's order of reliability */
} phw_polar_part;

/** The cut, from bit 0 on. */
typedef struct phw_polar_plan {
    phw_polar_part part[PHW_POLAR_PARTS_MAX];
    size_t n_parts;
    size_t n_syndrome; /**< all that is said, checksums included */
} phw_polar_plan;

/** Blocks of 2^order bits (PHW_POLAR_ORDER_MIN .. PHW_POLAR_ORDER_MAX); what is left is
 * one shortened block, or a whole one and a shortened one where it is little more than
 * a power of two. Of each is said n h(p) + sqrt(n v(p)) (Qinv(e) + g) bits, e the frame
 * error rate (in (0, 1/2)) over the number of blocks, h and v the entropy and its
 * variance at the mean estimated rate, g what lists of eight were measured to need
 * beyond the normal approximation: 0.4 at 2^7 bits, 2.1 at 2^10, 5.4 at 2^12, more
 * where a block is shortened. PHW_EARG for values out of range, and as
 * phw_reconcile_task_check(). */
PHW_API PHW_MUST_USE phw_status phw_polar_plan_make(phw_polar_plan *out,
                                                    const phw_reconcile_task *task,
                                                    unsigned order,
                                                    double frame_error_rate);

PHW_END_C

#endif

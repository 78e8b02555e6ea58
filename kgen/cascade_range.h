/** @file
 * Ranges of places in a pass of Cascade, and lists of them and of bits: what is asked,
 * and what was found.
 */
#ifndef PHW_KGEN_CASCADE_RANGE_H
#define PHW_KGEN_CASCADE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A range of places and the tree node that stands for it. */
typedef struct phw_cascade_range {
    uint32_t node; /**< over all blocks of the pass */
    uint32_t
        heap; /**< within its block: the root is 1, halves of i are 2i and 2i + 1 */
    uint32_t from; /**< first place */
    uint32_t to;   /**< one past the last place */
} phw_cascade_range;

/** A growing list of ranges. A zeroed one is empty. */
typedef struct phw_cascade_ranges {
    phw_cascade_range *range;
    size_t n;
    size_t capacity;
} phw_cascade_ranges;

/** Bits found to differ, by key index. A zeroed one is empty. */
typedef struct phw_cascade_finds {
    uint32_t *bit;
    size_t n;
    size_t capacity;
} phw_cascade_finds;

/** Room for `more` ranges past the last. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_ranges_reserve(phw_cascade_ranges *list,
                                                           size_t more);

/** Appends. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_finds_add(phw_cascade_finds *list,
                                                      uint32_t bit);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_ranges_free(phw_cascade_ranges *list);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_finds_free(phw_cascade_finds *list);

/** The place where the second half of a node of two places or more begins; the first
 * is the larger. */
static inline uint32_t phw_cascade_range_middle(phw_cascade_range r)
{
    return r.from + (r.to - r.from + 1) / 2;
}

/** The first half of such a node, or the second. */
static inline phw_cascade_range phw_cascade_range_half(phw_cascade_range r, bool second)
{
    const uint32_t middle = phw_cascade_range_middle(r);
    phw_cascade_range half;
    half.node = r.node + r.heap + (second ? 1 : 0);
    half.heap = 2 * r.heap + (second ? 1 : 0);
    half.from = second ? middle : r.from;
    half.to = second ? r.to : middle;
    return half;
}

PHW_END_C

#endif

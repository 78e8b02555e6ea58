/** @file
 * The public tables of one pass of the fast Cascade: where each bit stands, or which
 * bits a mask takes, and how the places are cut. They don't change once made: every
 * frame of a task can use the same.
 */
#ifndef PHW_KGEN_FAST_CASCADE_TABLES_H
#define PHW_KGEN_FAST_CASCADE_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/cascade_plan.h"
#include "kgen/network.h"

PHW_BEGIN_C

/** Bits from which on passes are permuted by a network instead of a table. */
#define PHW_FAST_CASCADE_NETWORK_BITS 2048

/** How a pass is made. */
typedef struct phw_fast_cascade_layout {
    const phw_cascade_plan *plan; /**< stripes, and the order of pass 1 */
    const size_t *block;          /**< block size in each stripe */
    const size_t *first_block;    /**< that of pass 1 */
    unsigned pass;                /**< 0 the first, which keeps the plan's order */
    bool masked;                  /**< one block of a random half of all bits */
    bool sparing;  /**< whether phw_fast_cascade_pass_spare() will be called */
    uint64_t seed; /**< public */
} phw_fast_cascade_layout;

/** A zeroed one is empty and may be freed. */
typedef struct phw_fast_cascade_tables {
    size_t n;        /**< bits of the key */
    size_t n_places; /**< at least as many; places without a bit hold zero */
    bool masked;
    phw_bits mask;          /**< of a masked pass */
    bool sparing;           /**< whether it is divided by what can differ */
    phw_network net;        /**< net.n == 0: none */
    uint32_t *bit_of_place; /**< NULL: the identity */
    uint32_t *place_of_bit; /**< NULL: the identity */
    phw_cascade_stripe stripe[PHW_CASCADE_STRIPES_MAX];
    size_t n_stripes;
    bool powers;  /**< all leaves are halved at a power of two */
    unsigned top; /**< log2 of the only block size, when it is a power of two */
} phw_fast_cascade_tables;

/** Draws them. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_tables_make(
    phw_fast_cascade_tables *out, const phw_fast_cascade_layout *layout);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_fast_cascade_tables_free(phw_fast_cascade_tables *t);

/** Words that phw_fast_cascade_tables_arrange() needs as scratch, of any pass of n
 * bits. */
static inline size_t phw_fast_cascade_tables_scratch(size_t n)
{
    return phw_bits_words(n) + 64;
}

/** Bits to their places, of a pass that has tables; n_places of `out`. The scratch
 * holds something, and bits of `in` afterwards. */
PHW_API void phw_fast_cascade_tables_arrange(uint64_t *out,
                                             const phw_fast_cascade_tables *t,
                                             const uint64_t *in, uint64_t *scratch);

PHW_END_C

#endif

/** @file
 * Where the bits of a frame lie in the words of its code blocks, and the checks of a
 * message in their syndromes.
 */
#ifndef PHW_KGEN_LDPC_LAYOUT_H
#define PHW_KGEN_LDPC_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/ldpc_graph.h"
#include "kgen/ldpc_plan.h"

PHW_BEGIN_C

/** The code of a plan and its places; a zeroed one may be freed. */
typedef struct phw_ldpc_layout {
    phw_ldpc_graph graph;
    size_t n; /**< of the plan */
    size_t n_blocks;
    uint32_t *place; /**< of a block's bits in a word */
    uint16_t *lane;  /**< of a row's checks, in the order in which they are sent */
} phw_ldpc_layout;

/** For a plan with blocks. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_layout_alloc(phw_ldpc_layout *out,
                                                      const phw_ldpc_plan *plan);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_ldpc_layout_free(phw_ldpc_layout *l);

/** Bytes of a word. */
PHW_API size_t phw_ldpc_layout_word(const phw_ldpc_layout *l);

/** Bytes of a syndrome. */
PHW_API size_t phw_ldpc_layout_syndrome(const phw_ldpc_layout *l);

/** The bits of a block go into `word`, all else of which stays. */
PHW_API void phw_ldpc_layout_fill(uint8_t *word, const phw_ldpc_layout *l,
                                  const phw_bits *frame, size_t block);

/** The same for a float a bit. */
PHW_API void phw_ldpc_layout_fill_ratios(float *word, const phw_ldpc_layout *l,
                                         const float *frame, size_t block);

/** Inverts the bits of a block that are set in `word`, and says how many. */
PHW_API size_t phw_ldpc_layout_flip(phw_bits *frame, const phw_ldpc_layout *l,
                                    const uint8_t *word, size_t block);

/** The place of the k-th check in a syndrome. */
static inline size_t phw_ldpc_layout_check(const phw_ldpc_layout *l, size_t k)
{
    return k / l->graph.z * l->graph.stride + l->lane[k % l->graph.z];
}

PHW_END_C

#endif

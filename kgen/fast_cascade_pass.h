/** @file
 * What one frame has of a pass of the fast Cascade: this end's bits in the order of
 * the tables, and how the places are cut into leaves.
 *
 * The cuts and which leaves are odd are public: both ends feed them the same
 * differences of parities.
 */
#ifndef PHW_KGEN_FAST_CASCADE_PASS_H
#define PHW_KGEN_FAST_CASCADE_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/fast_cascade_tables.h"
#include "kgen/folded.h"
#include "kgen/segments.h"

PHW_BEGIN_C

/** One frame's state. A zeroed one is empty and may be freed. */
typedef struct phw_fast_cascade_pass {
    const phw_fast_cascade_tables *tables; /**< borrowed */
    uint64_t *scratch; /**< borrowed: words on their way, between calls of no meaning */
    phw_bits member;   /**< of a divided mask: the masked bits that can differ */
    phw_bits alive;    /**< of a sparing pass: places whose bits can differ */
    phw_folded own;    /**< this end's bits by place; empty: the key itself */
    phw_segments leaf; /**< of a masked pass: once `divided` */
    bool divided;
    bool odd;         /**< of a masked pass that is not divided */
    size_t last_root; /**< first place of the last block */
    size_t n_odd;     /**< odd leaves, or blocks to be asked for */
    int level;        /**< all odd leaves have 2^level places; -1: of any size */
    bool fresh;       /**< odd leaves of one place are still to be looked for */
    bool few;         /**< only some of its odd leaves are asked in a round */
    bool due;         /**< whether it is asked in this round */
    bool bulk;        /**< whether it is asked in bulk */
    size_t n_asked;   /**< its questions in the list */
    size_t n_found;   /**< its finds in the list of them */
} phw_fast_cascade_pass;

/** Words of scratch that the passes of n bits need, all of them the same ones. */
static inline size_t phw_fast_cascade_pass_scratch(size_t n)
{
    return phw_bits_words(n) + phw_fast_cascade_tables_scratch(n);
}

/** Room for what a frame has of a pass; of a masked one that is made when it is divided
 * first. `tables`, and `scratch` (which holds something), outlive it. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_fast_cascade_pass_make(phw_fast_cascade_pass *out,
                           const phw_fast_cascade_tables *tables, uint64_t *scratch);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_fast_cascade_pass_free(phw_fast_cascade_pass *p);

/** This end's bits by place. */
static inline const phw_folded *phw_fast_cascade_pass_own(
    const phw_fast_cascade_pass *p, const phw_folded *key)
{
    return p->own.bit.n > 0 ? &p->own : key;
}

/** Cuts the pass into its blocks, marks all of them, but the last when `but_last`, as
 * to be asked for (n_odd of them), and takes this end's bits as they are now. Not of a
 * masked pass. */
PHW_API void phw_fast_cascade_pass_open(phw_fast_cascade_pass *p, const phw_bits *key,
                                        bool but_last);

/** The parity of this end's bits under the mask. */
PHW_API unsigned phw_fast_cascade_pass_mask_parity(const phw_fast_cascade_pass *p,
                                                   const phw_bits *key);

/** Takes from the leaves of pass 1 which places of a sparing pass can differ. */
PHW_API void phw_fast_cascade_pass_spare(phw_fast_cascade_pass *p,
                                         const phw_fast_cascade_pass *first);

/** Divides a masked pass that was one odd block, from this end's bits as they are now.
 * What stands alone in a leaf of pass 1 is no member. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_pass_divide(
    phw_fast_cascade_pass *p, const phw_bits *key, const phw_fast_cascade_pass *first);

/** Cuts a masked pass's leaf at `at`: the place of its only member, when it has one
 * (`*single` true), else a cut with members on both sides. PHW_EPEER when it has none.
 */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_pass_mask_cut(
    size_t *cut, bool *single, const phw_fast_cascade_pass *p, size_t at);

PHW_END_C

#endif

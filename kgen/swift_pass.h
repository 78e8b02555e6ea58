/** @file
 * One pass of the swift Cascade: where each bit stands, this end's bits in that order,
 * and how the places are cut into leaves.
 *
 * The cuts and which leaves are odd are public: both ends feed them the same
 * differences of parities.
 */
#ifndef PHW_KGEN_SWIFT_PASS_H
#define PHW_KGEN_SWIFT_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/cascade_plan.h"
#include "kgen/folded.h"
#include "kgen/network.h"
#include "kgen/segments.h"

PHW_BEGIN_C

/** Bits from which on passes are permuted by a network instead of a table. */
#define PHW_SWIFT_NETWORK_BITS 2048

/** How a pass is made. */
typedef struct phw_swift_layout {
    const phw_cascade_plan *plan; /**< stripes, and the order of pass 1 */
    const size_t *block;          /**< block size in each stripe */
    const size_t *first_block;    /**< that of pass 1 */
    unsigned pass;                /**< 0 the first, which keeps the plan's order */
    bool masked;                  /**< one block of a random half of all bits */
    bool sparing;                 /**< whether phw_swift_pass_spare() will be called */
    uint64_t seed;                /**< public */
} phw_swift_layout;

/** A zeroed one is empty and may be freed. */
typedef struct phw_swift_pass {
    size_t n;        /**< bits of the key */
    size_t n_places; /**< at least as many; places without a bit hold zero */
    bool masked;
    phw_bits mask;          /**< of a masked pass */
    phw_bits member;        /**< of a divided one: the masked bits that can differ */
    bool sparing;           /**< whether it is divided by what can differ */
    phw_bits alive;         /**< of a sparing pass: places whose bits can differ */
    uint64_t *scratch;      /**< of a sparing pass: the same by bit */
    phw_network net;        /**< net.n == 0: none */
    uint32_t *bit_of_place; /**< NULL: the identity */
    uint32_t *place_of_bit; /**< NULL: the identity */
    phw_cascade_stripe stripe[PHW_CASCADE_STRIPES_MAX];
    size_t n_stripes;
    bool powers;       /**< all leaves are halved at a power of two */
    unsigned top;      /**< log2 of the only block size, when it is a power of two */
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
} phw_swift_pass;

/** The tables of a pass. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_swift_pass_make(phw_swift_pass *out,
                                                    const phw_swift_layout *layout);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_swift_pass_free(phw_swift_pass *p);

/** This end's bits by place. */
static inline const phw_folded *phw_swift_pass_own(const phw_swift_pass *p,
                                                   const phw_folded *key)
{
    return p->own.bit.n > 0 ? &p->own : key;
}

/** Cuts the pass into its blocks, marks all of them, but the last when `but_last`, as
 * to be asked for (n_odd of them), and takes this end's bits as they are now. Not of a
 * masked pass. */
PHW_API void phw_swift_pass_open(phw_swift_pass *p, const phw_bits *key, bool but_last);

/** The parity of this end's bits under the mask. */
PHW_API unsigned phw_swift_pass_mask_parity(const phw_swift_pass *p,
                                            const phw_bits *key);

/** Takes from the leaves of pass 1 which places of a sparing pass can differ. */
PHW_API void phw_swift_pass_spare(phw_swift_pass *p, const phw_swift_pass *first);

/** Divides a masked pass that was one odd block, from this end's bits as they are now.
 * What stands alone in a leaf of pass 1 is no member. */
PHW_API void phw_swift_pass_divide(phw_swift_pass *p, const phw_bits *key,
                                   const phw_swift_pass *first);

/** Cuts a masked pass's leaf at `at`: the place of its only member, when it has one
 * (`*single` true), else a cut with members on both sides. PHW_EPEER when it has none.
 */
PHW_API PHW_MUST_USE phw_status phw_swift_pass_mask_cut(size_t *cut, bool *single,
                                                        const phw_swift_pass *p,
                                                        size_t at);

PHW_END_C

#endif

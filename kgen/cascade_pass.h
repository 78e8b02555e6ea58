/** @file
 * One pass of Cascade: where each bit stands, this end's bits in that order, and a
 * binary tree over every block whose known parities tell where the ends differ.
 *
 * All that the trees hold is public: both ends feed them the same differences of
 * parities and so keep the same trees.
 */
#ifndef PHW_KGEN_CASCADE_PASS_H
#define PHW_KGEN_CASCADE_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/cascade_plan.h"
#include "kgen/cascade_range.h"
#include "kgen/folded.h"

PHW_BEGIN_C

/** Blocks of one size whose trees have one depth. */
typedef struct phw_cascade_layer {
    phw_cascade_stripe stripe;
    size_t n_blocks;
    unsigned depth;    /**< ceil(log2 k), at least 1: 2^depth nodes a block */
    size_t first_node; /**< of its first block */
} phw_cascade_layer;

/** A pass. Blocks of places in stripes; or, when masked, two blocks over all places
 * that a random mask tells apart: the masked bits and the others. */
typedef struct phw_cascade_pass {
    size_t n;
    bool masked;
    bool reuse;             /**< as the scheme's */
    uint32_t *bit_of_place; /**< NULL: the identity */
    uint32_t *place_of_bit; /**< NULL: the identity */
    phw_bits mask;          /**< of a masked pass */
    phw_folded own;         /**< this end's bits by place; masked: those of the mask */
    phw_cascade_layer layer[PHW_CASCADE_STRIPES_MAX];
    size_t n_layers;
    uint8_t *flags;          /**< four bits a node */
    size_t n_nodes;          /**< even */
    phw_cascade_ranges work; /**< nodes to be halved, when still odd; without reuse
                                  also odd blocks split before, to be searched again */
} phw_cascade_pass;

/** The tables of pass `pass` (0 the first) from the public seed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_make(phw_cascade_pass *out,
                                                      const phw_cascade_plan *plan,
                                                      const phw_cascade_scheme *scheme,
                                                      unsigned pass, uint64_t seed);

/** The tables of a masked pass for another draw: `pass` tells one draw from another. */
PHW_API void phw_cascade_pass_redraw(phw_cascade_pass *p, unsigned pass, uint64_t seed);

/** Other block sizes, those of pass `pass` for the rates that the plan has by now;
 * every bit keeps its place. To be opened afterwards. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_cascade_pass_resize(phw_cascade_pass *p, const phw_cascade_plan *plan,
                        const phw_cascade_scheme *scheme, unsigned pass);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_cascade_pass_free(phw_cascade_pass *p);

/** Clears the trees and takes this end's bits as they are now. */
PHW_API void phw_cascade_pass_open(phw_cascade_pass *p, const phw_bits *key);

/** Appends the roots of all blocks but the last when `but_last`. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_roots(phw_cascade_ranges *out,
                                                       const phw_cascade_pass *p,
                                                       bool but_last);

/** Writes a parity for each of range[n], to parity->word from bit `at` on (bits that
 * are zero before): of this end's bits at the range's places when they are roots, else
 * at its first half, the larger. `key` is this end's key as it is now. */
PHW_API void phw_cascade_pass_parities(phw_bits *parity, size_t at,
                                       const phw_cascade_pass *p,
                                       const phw_cascade_range *range, size_t n,
                                       bool roots, const phw_folded *key);

/** Enters the differences differ[at, at + n) of the roots range[n] that
 * phw_cascade_pass_roots() gave; with `but_last` that of the last one follows from the
 * others, the sum being even. A difference of one bit is a find. PHW_EPEER when no bit
 * can be the cause; PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_enter(phw_cascade_pass *p,
                                                       phw_cascade_finds *finds,
                                                       const phw_cascade_range *range,
                                                       size_t n, const phw_bits *differ,
                                                       size_t at, bool but_last);

/** Enters the differences differ[at, at + n) of the first halves of the odd nodes
 * range[n]; the other halves' follow. As above. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_halve(phw_cascade_pass *p,
                                                       phw_cascade_finds *finds,
                                                       const phw_cascade_range *range,
                                                       size_t n, const phw_bits *differ,
                                                       size_t at);

/** As above of nodes not split before that may be even too: differ[at + i] is that of
 * the first half, at least 2 places, of range[i]. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_part(phw_cascade_pass *p,
                                                      phw_cascade_finds *finds,
                                                      const phw_cascade_range *range,
                                                      size_t n, const phw_bits *differ,
                                                      size_t at);

/** Whether the ends differ in an odd number of a known node's bits. */
PHW_API bool phw_cascade_pass_odd(const phw_cascade_pass *p, phw_cascade_range node);

/** Tells the trees that a bit of the key was corrected; `own_too` when the bits by
 * place are Bob's and follow. New odd nodes join the work or are finds. As above. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_correct(phw_cascade_pass *p,
                                                         phw_cascade_finds *finds,
                                                         uint32_t bit, bool own_too);

/** Moves the work that is still odd to `out`. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cascade_pass_take(phw_cascade_pass *p,
                                                      phw_cascade_ranges *out);

PHW_END_C

#endif

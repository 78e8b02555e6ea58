/** @file
 * The bits of one agreement reconciled as blocks, side by side (kgen/flight.h), or as
 * one (by the reconciler's machine as it is): cut evenly, each with its part of the
 * segments and permutations of its own. Blocks found to differ in the end are left out.
 */
#ifndef PHW_KGEN_BLOCKS_H
#define PHW_KGEN_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"
#include "kgen/transcript.h"
#include "kgen/verify.h"

PHW_BEGIN_C

/** Most blocks of one agreement: where more would be needed they are longer. */
#define PHW_BLOCKS_MAX 4096

/** One end. */
typedef struct phw_blocks phw_blocks;

/** How many blocks of at most `block_bits` (0: no limit) there are of n bits: 1 ..
 * PHW_BLOCKS_MAX. */
PHW_API size_t phw_blocks_count_of(size_t n, size_t block_bits);

/** Machines for all bits of `key` (copied). `task` is that of all together; its seed is
 * passed over: each block's comes from the public digest and its number. Statuses of
 * the reconciler's create. */
PHW_API PHW_MUST_USE phw_status phw_blocks_create(
    phw_blocks **out, phw_role role, const phw_reconciler *reconciler,
    const phw_reconcile_task *task, const uint8_t digest[PHW_TRANSCRIPT_SIZE],
    size_t block_bits, const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_blocks_destroy(phw_blocks *b);

/** As a reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_blocks_step(phw_blocks *b, phw_message *out,
                                                bool *done, const phw_message *in);

/** How many there are. */
PHW_API size_t phw_blocks_n(const phw_blocks *b);

/** What it cost so far, all blocks together. */
PHW_API phw_reconcile_figures phw_blocks_figures(const phw_blocks *b);

/** This end's bits, once done; after phw_blocks_keep() those kept. Borrowed. */
PHW_API const phw_bits *phw_blocks_key(const phw_blocks *b);

/** One where the parties' bits were found to differ, over all bits, once done.
 * Borrowed. */
PHW_API const phw_bits *phw_blocks_corrected(const phw_blocks *b);

/** The verification tag of every block, once done, under one key: phw_blocks_n() of
 * them. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_blocks_tags(uint64_t *tag, const phw_blocks *b,
                                                const phw_verify_key *key,
                                                unsigned n_bits);

/** Bits that Bob answered about the blocks without a bit in `good`; there are several
 * blocks (asserted). */
PHW_API uint64_t phw_blocks_replies(const phw_blocks *b, const phw_bits *good);

/** Leaves out, once, all but the blocks with a bit set in `good`; there are several
 * (asserted). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_blocks_keep(phw_blocks *b, const phw_bits *good);

PHW_END_C

#endif

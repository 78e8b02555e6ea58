/** @file
 * Cascade for speed and few disclosed bits, one end of it: the machine of phyward's own
 * profiles. The published variants have a plain machine of their own, kgen/cascade.h.
 *
 * One or more passes of blocks, then random masks. What tells it from Cascade as
 * published (kgen/cascade.h):
 * - A pass is a line of places cut into leaves, two bitmaps, and while all its odd
 *   leaves have one size it is worked on in words of 64 places.
 * - Blocks of the second pass are made so that no two bits of a block of the first
 *   share one, where the sizes allow that: a pair of differences never hides in both.
 * - All masks are opened in one round, and then one block is searched at a time: what
 *   it finds is worth more to the passes, whose blocks are smaller, than a second find.
 * - The members of a mask alone are searched; the complement is odd when the mask is,
 *   and is never looked at.
 */
#ifndef PHW_KGEN_FAST_CASCADE_H
#define PHW_KGEN_FAST_CASCADE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/fast_cascade_scheme.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** As phw_reconciler's create. PHW_EARG for a scheme out of range. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_create(
    phw_fast_cascade **out, phw_role role, const phw_fast_cascade_scheme *scheme,
    const phw_reconcile_task *task, const phw_bits *key);

/** As phw_reconciler's share. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_share(phw_fast_cascade **out,
                                                       const phw_fast_cascade *with,
                                                       const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_fast_cascade_destroy(phw_fast_cascade *c);

/** As phw_reconciler's reset. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_reset(phw_fast_cascade *c,
                                                       const phw_bits *key);

/** As phw_reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_fast_cascade_step(phw_fast_cascade *c,
                                                      phw_message *out, bool *done,
                                                      const phw_message *in);

/** As phw_reconciler's key. */
PHW_API const phw_bits *phw_fast_cascade_key(const phw_fast_cascade *c);

/** As phw_reconciler's corrected. */
PHW_API const phw_bits *phw_fast_cascade_corrected(const phw_fast_cascade *c);

/** As phw_reconciler's figures. */
PHW_API phw_reconcile_figures phw_fast_cascade_figures(const phw_fast_cascade *c);

PHW_END_C

#endif

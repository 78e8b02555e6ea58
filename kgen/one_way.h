/** @file
 * One end of a reconciliation by a one-way code: Alice sends a syndrome of her bits,
 * Bob corrects his by it and answers whether he found a word of the code. What differs
 * from code to code is the codec; this is the rest of the reconciler interface.
 *
 * The syndrome is one message, and one byte answers it; past 2^22 bits it is cut into
 * several, and all but the last are answered by nothing but an empty message. Nobody
 * but Bob learns where the errors were, and `corrected` has no ones at either end.
 */
#ifndef PHW_KGEN_ONE_WAY_H
#define PHW_KGEN_ONE_WAY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** What makes a code. */
typedef struct phw_one_way_code {
    /** Takes NULL; wipes. */
    void (*destroy)(void *codec);

    /** Writes the syndrome of `key`, all of its bits. */
    void (*measure)(void *codec, phw_bits *syndrome, const phw_bits *key);

    /** Corrects `key` to one of this syndrome, the likeliest it finds. False when part
     * of it found none; that part of `key` is then as it was. */
    bool (*correct)(void *codec, phw_bits *key, const phw_bits *syndrome);
} phw_one_way_code;

/** A machine for frames of key->n bits and syndromes of n_syndrome bits. It destroys
 * `codec` with itself, and here on failure (PHW_ENOMEM). */
PHW_API PHW_MUST_USE phw_status phw_one_way_create(phw_reconciliation **out,
                                                   phw_role role,
                                                   const phw_one_way_code *code,
                                                   void *codec, size_t n_syndrome,
                                                   const phw_bits *key);

/** phw_reconciler.destroy. */
PHW_API void phw_one_way_destroy(phw_reconciliation *r);

/** phw_reconciler.reset. */
PHW_API PHW_MUST_USE phw_status phw_one_way_reset(phw_reconciliation *r,
                                                  const phw_bits *key);

/** phw_reconciler.step. */
PHW_API PHW_MUST_USE phw_status phw_one_way_step(phw_reconciliation *r,
                                                 phw_message *out, bool *done,
                                                 const phw_message *in);

/** phw_reconciler.key. */
PHW_API const phw_bits *phw_one_way_key(const phw_reconciliation *r);

/** phw_reconciler.corrected: no ones. */
PHW_API const phw_bits *phw_one_way_corrected(const phw_reconciliation *r);

/** phw_reconciler.figures: leak_bits are the syndrome's bits, reply_bits the one that
 * Bob's verdict is; n_corrected is 0 at Alice's end, who is not told. */
PHW_API phw_reconcile_figures phw_one_way_figures(const phw_reconciliation *r);

PHW_END_C

#endif

/** @file
 * The conversation of two ends that compare parities: in a round Alice sends the
 * parities of all blocks that are due, one bit each, Bob answers with his, and both
 * know the differences. What is due follows from the differences so far, so that nobody
 * names a block.
 */
#ifndef PHW_KGEN_DIALOGUE_H
#define PHW_KGEN_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** One end's part. A zeroed one is empty and may be freed. */
typedef struct phw_dialogue {
    const char *name; /**< in messages of errors */
    phw_role role;
    phw_bits parity; /**< this end's parities of a round, then the differences; has a
                          word more than its bits need */
    uint64_t rounds_max; /**< 0: no limit */
    phw_reconcile_figures figures;
    bool refused; /**< Bob: the rate is too high, which ends it with the next message */
    bool ended;
} phw_dialogue;

/** What a machine does in a round. Where `apply` or `next` finds that too many bits
 * differ (PHW_ENOKEY), Bob's answer, by which Alice finds it too, is sent first. */
typedef struct phw_dialogue_calls {
    phw_status (*ask)(void *machine);   /**< writes the own parities of what is due */
    phw_status (*apply)(void *machine); /**< enters the differences */
    phw_status (*next)(void *machine);  /**< settles what is due next, or ends */
} phw_dialogue_calls;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_dialogue_free(phw_dialogue *d);

/** To the beginning of a frame. */
PHW_API void phw_dialogue_reset(phw_dialogue *d);

/** Makes room for n parities of one round in all; those there are stay. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_dialogue_reserve(phw_dialogue *d, size_t n);

/** A round is due. PHW_EPEER when they were too many. */
PHW_API PHW_MUST_USE phw_status phw_dialogue_round(phw_dialogue *d);

/** As phw_reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_dialogue_step(phw_dialogue *d, phw_message *out,
                                                  bool *done, const phw_message *in,
                                                  const phw_dialogue_calls *calls,
                                                  void *machine);

PHW_END_C

#endif

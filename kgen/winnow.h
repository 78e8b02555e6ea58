/** @file
 * One end of Winnow: parities of blocks of 2^m bits, and of those that differ the
 * Hamming syndromes, m bits, that point at one bit to be inverted. Privacy is not
 * maintained by dropping bits: what is said is counted as leak.
 *
 * Alice's message of a round holds her parities of a pass and her syndromes of the pass
 * before; Bob, who has corrected by them, answers with his of the same. So both know
 * which bits were inverted, and p passes are p + 1 rounds. The inverted bits are not
 * all wrong ones: three errors in a block become four.
 */
#ifndef PHW_KGEN_WINNOW_H
#define PHW_KGEN_WINNOW_H

#include <stdbool.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"
#include "kgen/winnow_plan.h"

PHW_BEGIN_C

/** One end's machine. */
typedef struct phw_winnow phw_winnow;

/** A machine for key->n = plan->n bits; the passes' permutations come from `seed`.
 * PHW_EARG for another length, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_winnow_create(phw_winnow **out, phw_role role,
                                                  const phw_winnow_plan *plan,
                                                  uint64_t seed, const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_winnow_destroy(phw_winnow *w);

/** As phw_reconciler's reset. */
PHW_API PHW_MUST_USE phw_status phw_winnow_reset(phw_winnow *w, const phw_bits *key);

/** As phw_reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_winnow_step(phw_winnow *w, phw_message *out,
                                                bool *done, const phw_message *in);

/** As phw_reconciler's key. */
PHW_API const phw_bits *phw_winnow_key(const phw_winnow *w);

/** As phw_reconciler's corrected: bits inverted an odd number of times. */
PHW_API const phw_bits *phw_winnow_corrected(const phw_winnow *w);

/** As phw_reconciler's figures; n_corrected counts the ones of phw_winnow_corrected().
 */
PHW_API phw_reconcile_figures phw_winnow_figures(const phw_winnow *w);

PHW_END_C

#endif

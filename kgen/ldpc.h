/** @file
 * One party's end of LDPC reconciliation: Alice sends checks of her bits, Bob looks for
 * the errors that explain how his own differ, and asks for more checks where he finds
 * none.
 *
 * Alice's message holds, block after block of those still open, their next checks; an
 * answer of Bob's a bit for each of these blocks, one where he wants more. Each of her
 * bits is a parity of key bits and of 2 z private ones, which nobody else ever learns:
 * so many of a block's checks tell nothing of the key.
 */
#ifndef PHW_KGEN_LDPC_H
#define PHW_KGEN_LDPC_H

#include "core/bits.h"
#include "core/status.h"
#include "kgen/ldpc_decoder.h"
#include "kgen/ldpc_plan.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Whatever Bob alone decides, and the public scheme. */
typedef struct phw_ldpc_config {
    phw_ldpc_scheme scheme;
    phw_ldpc_decoding decoding;
} phw_ldpc_config;

/** The machine; opaque. */
typedef struct phw_ldpc phw_ldpc;

/** As phw_reconciler.create. Alice's task needs its entropy (PHW_EARG). */
PHW_API PHW_MUST_USE phw_status phw_ldpc_create(phw_ldpc **out, phw_role role,
                                                const phw_ldpc_config *config,
                                                const phw_reconcile_task *task,
                                                const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_ldpc_destroy(phw_ldpc *l);

/** As phw_reconciler.reset. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_reset(phw_ldpc *l, const phw_bits *key);

/** As phw_reconciler.step. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_step(phw_ldpc *l, phw_message *out, bool *done,
                                              const phw_message *in);

/** As phw_reconciler.key. */
PHW_API const phw_bits *phw_ldpc_key(const phw_ldpc *l);

/** All zero at both ends: where bits differ is never said. */
PHW_API const phw_bits *phw_ldpc_corrected(const phw_ldpc *l);

/** As phw_reconciler.figures; n_corrected is 0 at Alice's end, who never learns it. */
PHW_API phw_reconcile_figures phw_ldpc_figures(const phw_ldpc *l);

PHW_END_C

#endif

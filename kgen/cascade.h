/** @file
 * Cascade as published: interactive parity bisection with back-tracking, one end of
 * it. phyward's own profiles, made for speed, have another machine,
 * kgen/fast_cascade.h.
 *
 * Brassard and Salvail, "Secret-key reconciliation by public discussion", EUROCRYPT
 * '93. Every parity once known stays in use: all known-odd sub-blocks of all passes are
 * sources of work. The order of questions follows from public differences alone, so
 * that nobody names a block: in a round Alice sends the parities of all blocks that are
 * due, one bit each, and Bob answers with his, one bit each. Both ends then know the
 * differences, keep the same trees and know what is due next.
 */
#ifndef PHW_KGEN_CASCADE_H
#define PHW_KGEN_CASCADE_H

#include <stdbool.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/cascade_plan.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** One end's machine. */
typedef struct phw_cascade phw_cascade;

/** As phw_reconciler's create. PHW_EARG for a scheme out of range. */
PHW_API PHW_MUST_USE phw_status phw_cascade_create(phw_cascade **out, phw_role role,
                                                   const phw_cascade_scheme *scheme,
                                                   const phw_reconcile_task *task,
                                                   const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_cascade_destroy(phw_cascade *c);

/** As phw_reconciler's reset. */
PHW_API PHW_MUST_USE phw_status phw_cascade_reset(phw_cascade *c, const phw_bits *key);

/** As phw_reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_cascade_step(phw_cascade *c, phw_message *out,
                                                 bool *done, const phw_message *in);

/** As phw_reconciler's key. */
PHW_API const phw_bits *phw_cascade_key(const phw_cascade *c);

/** As phw_reconciler's corrected. */
PHW_API const phw_bits *phw_cascade_corrected(const phw_cascade *c);

/** As phw_reconciler's figures. */
PHW_API phw_reconcile_figures phw_cascade_figures(const phw_cascade *c);

PHW_END_C

#endif

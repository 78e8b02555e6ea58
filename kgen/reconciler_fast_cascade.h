/** @file
 * The reconciler interface's functions as every entry of the fast Cascade has them.
 */
#ifndef PHW_KGEN_RECONCILER_FAST_CASCADE_H
#define PHW_KGEN_RECONCILER_FAST_CASCADE_H

#include "kgen/fast_cascade.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Creates a machine for a scheme; an entry's create fills the scheme from its
 * parameters. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_fast_cascade_create(
    phw_reconciliation **out, phw_role role, const phw_fast_cascade_scheme *scheme,
    const phw_reconcile_task *task, const phw_bits *key);

/** phw_reconciler.share. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_fast_cascade_share(
    phw_reconciliation **out, const phw_reconciliation *with, const phw_bits *key);

/** phw_reconciler.destroy. */
PHW_API void phw_reconciler_fast_cascade_destroy(phw_reconciliation *r);

/** phw_reconciler.reset. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_fast_cascade_reset(phw_reconciliation *r,
                                                                  const phw_bits *key);

/** phw_reconciler.step. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_fast_cascade_step(phw_reconciliation *r,
                                                                 phw_message *out,
                                                                 bool *done,
                                                                 const phw_message *in);

/** phw_reconciler.key. */
PHW_API const phw_bits *phw_reconciler_fast_cascade_key(const phw_reconciliation *r);

/** phw_reconciler.corrected. */
PHW_API const phw_bits *phw_reconciler_fast_cascade_corrected(
    const phw_reconciliation *r);

/** phw_reconciler.figures. */
PHW_API phw_reconcile_figures
phw_reconciler_fast_cascade_figures(const phw_reconciliation *r);

PHW_END_C

#endif

#include "kgen/reconciler_fast_cascade.h"

/* phw_reconciliation is a name alone: behind it stands an entry's own machine. */
static phw_fast_cascade *machine(phw_reconciliation *r)
{
    return (phw_fast_cascade *)r;
}

static const phw_fast_cascade *machine_const(const phw_reconciliation *r)
{
    return (const phw_fast_cascade *)r;
}

phw_status phw_reconciler_fast_cascade_create(phw_reconciliation **out, phw_role role,
                                              const phw_fast_cascade_scheme *scheme,
                                              const phw_reconcile_task *task,
                                              const phw_bits *key)
{
    phw_fast_cascade *c = NULL;
    PHW_TRY(phw_fast_cascade_create(&c, role, scheme, task, key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

phw_status phw_reconciler_fast_cascade_share(phw_reconciliation **out,
                                             const phw_reconciliation *with,
                                             const phw_bits *key)
{
    phw_fast_cascade *c = NULL;
    PHW_TRY(phw_fast_cascade_share(&c, machine_const(with), key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

void phw_reconciler_fast_cascade_destroy(phw_reconciliation *r)
{
    phw_fast_cascade_destroy(machine(r));
}

phw_status phw_reconciler_fast_cascade_reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_fast_cascade_reset(machine(r), key);
}

phw_status phw_reconciler_fast_cascade_step(phw_reconciliation *r, phw_message *out,
                                            bool *done, const phw_message *in)
{
    return phw_fast_cascade_step(machine(r), out, done, in);
}

const phw_bits *phw_reconciler_fast_cascade_key(const phw_reconciliation *r)
{
    return phw_fast_cascade_key(machine_const(r));
}

const phw_bits *phw_reconciler_fast_cascade_corrected(const phw_reconciliation *r)
{
    return phw_fast_cascade_corrected(machine_const(r));
}

phw_reconcile_figures phw_reconciler_fast_cascade_figures(const phw_reconciliation *r)
{
    return phw_fast_cascade_figures(machine_const(r));
}

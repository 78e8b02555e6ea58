#include "kgen/reconciler_cascade.h"

/* phw_reconciliation is a name alone: behind it stands an entry's own machine. */
static phw_cascade *machine(phw_reconciliation *r)
{
    return (phw_cascade *)r;
}

static const phw_cascade *machine_const(const phw_reconciliation *r)
{
    return (const phw_cascade *)r;
}

phw_status phw_reconciler_cascade_create(phw_reconciliation **out, phw_role role,
                                         const phw_cascade_scheme *scheme,
                                         const phw_reconcile_task *task,
                                         const phw_bits *key)
{
    phw_cascade *c = NULL;
    PHW_TRY(phw_cascade_create(&c, role, scheme, task, key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

void phw_reconciler_cascade_destroy(phw_reconciliation *r)
{
    phw_cascade_destroy(machine(r));
}

phw_status phw_reconciler_cascade_reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_cascade_reset(machine(r), key);
}

phw_status phw_reconciler_cascade_step(phw_reconciliation *r, phw_message *out,
                                       bool *done, const phw_message *in)
{
    return phw_cascade_step(machine(r), out, done, in);
}

const phw_bits *phw_reconciler_cascade_key(const phw_reconciliation *r)
{
    return phw_cascade_key(machine_const(r));
}

const phw_bits *phw_reconciler_cascade_corrected(const phw_reconciliation *r)
{
    return phw_cascade_corrected(machine_const(r));
}

phw_reconcile_figures phw_reconciler_cascade_figures(const phw_reconciliation *r)
{
    return phw_cascade_figures(machine_const(r));
}

#include "kgen/reconciler_swift.h"

/* phw_reconciliation is a name alone: behind it stands an entry's own machine. */
static phw_swift *machine(phw_reconciliation *r)
{
    return (phw_swift *)r;
}

static const phw_swift *machine_const(const phw_reconciliation *r)
{
    return (const phw_swift *)r;
}

phw_status phw_reconciler_swift_create(phw_reconciliation **out, phw_role role,
                                       const phw_swift_scheme *scheme,
                                       const phw_reconcile_task *task,
                                       const phw_bits *key)
{
    phw_swift *c = NULL;
    PHW_TRY(phw_swift_create(&c, role, scheme, task, key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

phw_status phw_reconciler_swift_share(phw_reconciliation **out,
                                      const phw_reconciliation *with,
                                      const phw_bits *key)
{
    phw_swift *c = NULL;
    PHW_TRY(phw_swift_share(&c, machine_const(with), key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

void phw_reconciler_swift_destroy(phw_reconciliation *r)
{
    phw_swift_destroy(machine(r));
}

phw_status phw_reconciler_swift_reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_swift_reset(machine(r), key);
}

phw_status phw_reconciler_swift_step(phw_reconciliation *r, phw_message *out,
                                     bool *done, const phw_message *in)
{
    return phw_swift_step(machine(r), out, done, in);
}

const phw_bits *phw_reconciler_swift_key(const phw_reconciliation *r)
{
    return phw_swift_key(machine_const(r));
}

const phw_bits *phw_reconciler_swift_corrected(const phw_reconciliation *r)
{
    return phw_swift_corrected(machine_const(r));
}

phw_reconcile_figures phw_reconciler_swift_figures(const phw_reconciliation *r)
{
    return phw_swift_figures(machine_const(r));
}

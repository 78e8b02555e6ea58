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

const char *const phw_cascade_order_names[] = {"mixed", "lowest", "all", NULL};

phw_cascade_scheme phw_reconciler_cascade_scheme(const phw_params *params)
{
    const double *value = params->value;
    return (phw_cascade_scheme){
        .infer = value[PHW_CASCADE_OPTION_INFER] != 0,
        .reuse = value[PHW_CASCADE_OPTION_REUSE] != 0,
        .whole = value[PHW_CASCADE_OPTION_CLAMP] == 0,
        .adapt = value[PHW_CASCADE_OPTION_ADAPT] != 0,
        .order = (phw_cascade_order)value[PHW_CASCADE_OPTION_ORDER],
    };
}

void phw_reconciler_cascade_add_halves(phw_cascade_scheme *inout,
                                       const phw_params *params)
{
    const bool masks = params->value[PHW_CASCADE_OPTION_MASKS] != 0;
    const unsigned n_passes = (unsigned)params->value[PHW_CASCADE_OPTION_PASSES];
    inout->together = (unsigned)params->value[PHW_CASCADE_OPTION_TOGETHER];
    phw_cascade_scheme_add(
        inout, n_passes - inout->n_passes,
        (phw_cascade_stage){.kind = masks ? PHW_CASCADE_MASKS : PHW_CASCADE_HALVES});
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

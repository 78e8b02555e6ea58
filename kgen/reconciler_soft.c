#include "kgen/reconciler_soft.h"

#include "kgen/weighed.h"

enum {
    FIRST,
    LATER,
    CHECKS,
    ORDER
};

static const char *const orders[] = {"one", "pass", NULL};

static const phw_param params[] = {
    [FIRST] = {.name = "first",
               .unit = "",
               .summary = "differences expected in a block of the first pass",
               .min = 0.1,
               .max = 2,
               .preset = 0.7},
    [LATER] = {.name = "later",
               .unit = "",
               .summary = "differences expected in a block of the later passes",
               .min = 0.1,
               .max = 2,
               .preset = 0.7},
    [CHECKS] = {.name = "checks",
                .unit = "",
                .summary = "passes of two halves at the end; each halves the frame "
                           "error rate for one bit",
                .min = 1,
                .max = 16,
                .preset = 8,
                .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary =
                   "odd blocks served in a round: one, the least leak, or all of "
                   "a pass, fewer rounds",
               .min = 0,
               .max = 1,
               .preset = 1,
               .whole = true,
               .choice = orders},
};

/* phw_reconciliation is a name alone: behind it stands this machine. */
static phw_weighed *machine(phw_reconciliation *r)
{
    return (phw_weighed *)r;
}

static const phw_weighed *machine_const(const phw_reconciliation *r)
{
    return (const phw_weighed *)r;
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const phw_weighed_scheme scheme = {
        .first = task->params.value[FIRST],
        .later = task->params.value[LATER],
        .checks = (unsigned)task->params.value[CHECKS],
        .one = task->params.value[ORDER] < 0.5,
    };
    phw_weighed *c = NULL;
    PHW_TRY(phw_weighed_create(&c, role, &scheme, task, key));
    *out = (phw_reconciliation *)c;
    return PHW_OK;
}

static void destroy(phw_reconciliation *r)
{
    phw_weighed_destroy(machine(r));
}

static phw_status reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_weighed_reset(machine(r), key);
}

static phw_status step(phw_reconciliation *r, phw_message *out, bool *done,
                       const phw_message *in)
{
    return phw_weighed_step(machine(r), out, done, in);
}

static const phw_bits *key(const phw_reconciliation *r)
{
    return phw_weighed_key(machine_const(r));
}

static const phw_bits *corrected(const phw_reconciliation *r)
{
    return phw_weighed_corrected(machine_const(r));
}

static phw_reconcile_figures figures(const phw_reconciliation *r)
{
    return phw_weighed_figures(machine_const(r));
}

const phw_reconciler phw_reconciler_soft = {
    .name = "soft",
    .summary = "Cascade that weighs its bits: blocks and halves equal in expected "
               "differences by belief propagation; for bits of unlike error rates",
    .reference = "Brassard and Salvail, EUROCRYPT '93; belief: Gallager, IRE Trans. IT "
                 "8(1), 1962",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .create = create,
    .destroy = destroy,
    .reset = reset,
    .step = step,
    .key = key,
    .corrected = corrected,
    .figures = figures,
};

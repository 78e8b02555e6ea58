#include "kgen/reconciler_winnow.h"

#include "kgen/winnow.h"

enum {
    FIRST,
    FRAME_ERROR_RATE
};

static const phw_param params[] = {
    [FIRST] = {.name = "first",
               .unit = "",
               .summary = "m of the first pass's blocks of 2^m bits, one more in each "
                          "further pass; 0: all m by the error rate",
               .min = 0,
               .max = PHW_WINNOW_ORDER_MAX,
               .preset = 0,
               .whole = true},
    [FRAME_ERROR_RATE] = {.name = "fer",
                          .unit = "",
                          .summary = "frame error rate that the passes are to reach",
                          .min = 1e-9,
                          .max = 0.5,
                          .preset = 1e-3},
};

/* phw_reconciliation is a name alone: behind it stands this machine. */
static phw_winnow *machine(phw_reconciliation *r)
{
    return (phw_winnow *)r;
}

static const phw_winnow *machine_const(const phw_reconciliation *r)
{
    return (const phw_winnow *)r;
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    phw_winnow_plan plan;
    phw_winnow *w = NULL;
    PHW_TRY(phw_winnow_plan_make(&plan, task, (unsigned)task->params.value[FIRST],
                                 task->params.value[FRAME_ERROR_RATE]));
    PHW_TRY(phw_winnow_create(&w, role, &plan, task->seed, key));
    *out = (phw_reconciliation *)w;
    return PHW_OK;
}

static void destroy(phw_reconciliation *r)
{
    phw_winnow_destroy(machine(r));
}

static phw_status reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_winnow_reset(machine(r), key);
}

static phw_status step(phw_reconciliation *r, phw_message *out, bool *done,
                       const phw_message *in)
{
    return phw_winnow_step(machine(r), out, done, in);
}

static const phw_bits *key(const phw_reconciliation *r)
{
    return phw_winnow_key(machine_const(r));
}

static const phw_bits *corrected(const phw_reconciliation *r)
{
    return phw_winnow_corrected(machine_const(r));
}

static phw_reconcile_figures figures(const phw_reconciliation *r)
{
    return phw_winnow_figures(machine_const(r));
}

const phw_reconciler phw_reconciler_winnow = {
    .name = "winnow",
    .summary = "Winnow: Hamming syndromes of odd blocks; few rounds, but three errors "
               "in a block become four, and some frames end unequal",
    .reference = "Buttler, Lamoreaux, Torgerson, Nickel, Donahue, Peterson, Phys. Rev. "
                 "A 67, 052303, 2003",
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

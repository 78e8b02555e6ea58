#include "kgen/reconciler_original.h"

#include "kgen/reconciler_cascade.h"

enum {
    FIRST = PHW_N_CASCADE_OPTIONS,
    SECOND
};

static const phw_param params[] = {
    PHW_CASCADE_OPTION_ROWS(1, 4, 0, 0, PHW_CASCADE_ALL),
    [FIRST] = {.name = "first",
               .unit = "",
               .summary = "k1 = first / Q, rounded up",
               .min = 0.05,
               .max = 10,
               .preset = 0.73},
    [SECOND] = {.name = "second",
                .unit = "",
                .summary = "a later block holds so many of those before",
                .min = 1,
                .max = 1000,
                .preset = 2},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    phw_cascade_scheme scheme = phw_reconciler_cascade_scheme(&task->params);
    const unsigned n_passes = (unsigned)task->params.value[PHW_CASCADE_OPTION_PASSES];
    phw_cascade_scheme_add(&scheme, 1,
                           (phw_cascade_stage){.value = task->params.value[FIRST]});
    phw_cascade_scheme_add(&scheme, n_passes - 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_TIMES,
                                               .value = task->params.value[SECOND]});

    return phw_reconciler_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_original = {
    .name = "original",
    .summary = "Cascade as first published: k1 = 0.73 / Q, doubling, four passes",
    .reference = "Brassard and Salvail, Secret-key reconciliation by public "
                 "discussion, EUROCRYPT '93",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .create = create,
    .destroy = phw_reconciler_cascade_destroy,
    .reset = phw_reconciler_cascade_reset,
    .step = phw_reconciler_cascade_step,
    .key = phw_reconciler_cascade_key,
    .corrected = phw_reconciler_cascade_corrected,
    .figures = phw_reconciler_cascade_figures,
};

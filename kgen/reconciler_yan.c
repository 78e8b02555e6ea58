#include "kgen/reconciler_yan.h"

#include "kgen/reconciler_cascade.h"

enum {
    FIRST = PHW_N_CASCADE_HALF_OPTIONS,
    SECOND
};

static const phw_param params[] = {
    PHW_CASCADE_OPTION_ROWS(2, 10, 0, 0, PHW_CASCADE_ALL),
    PHW_CASCADE_HALF_OPTION_ROWS,
    [FIRST] = {.name = "first",
               .unit = "",
               .summary = "k1 = first / Q, rounded up",
               .min = 0.05,
               .max = 10,
               .preset = 0.80},
    [SECOND] = {.name = "second",
                .unit = "",
                .summary = "a later block holds so many of those before",
                .min = 1,
                .max = 1000,
                .preset = 5},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    phw_cascade_scheme scheme = phw_reconciler_cascade_scheme(&task->params);
    phw_cascade_scheme_add(&scheme, 1,
                           (phw_cascade_stage){.value = task->params.value[FIRST]});
    phw_cascade_scheme_add(&scheme, 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_TIMES,
                                               .value = task->params.value[SECOND]});
    phw_reconciler_cascade_add_halves(&scheme, &task->params);
    return phw_reconciler_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_yan = {
    .name = "yan",
    .summary =
        "Cascade of Yan et al.: k1 = 0.80 / Q, k2 = 5 k1, then halves, ten passes",
    .reference = "Yan, Ren, Peng, Lin, Jiang, Liu and Guo, Information reconciliation "
                 "protocol in quantum key distribution system, ICNC 2008; 'opt. (2)' "
                 "in arXiv 1407.3257",
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

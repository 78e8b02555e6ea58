#include "kgen/reconciler_original.h"

#include "kgen/reconciler_cascade.h"

enum {
    PASSES,
    INFER,
    ORDER
};

static const char *const orders[] = {"mixed", "lowest", "all", NULL};

static const phw_param params[] = {
    [PASSES] = {.name = "passes",
                .unit = "",
                .summary = "passes; short frames need more than the paper's four",
                .min = 1,
                .max = PHW_CASCADE_PASSES_MAX,
                .preset = 4,
                .whole = true},
    [INFER] = {.name = "infer",
               .unit = "",
               .summary = "1: a later pass's last block follows from the others",
               .min = 0,
               .max = 1,
               .preset = 1,
               .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "which odd blocks are served in a round",
               .min = 0,
               .max = PHW_N_CASCADE_ORDERS - 1,
               .preset = PHW_CASCADE_ALL,
               .whole = true,
               .choice = orders},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const unsigned n_passes = (unsigned)task->params.value[PASSES];
    phw_cascade_scheme scheme = {
        .infer = task->params.value[INFER] != 0,
        .reuse = true,
        .order = (phw_cascade_order)task->params.value[ORDER],
    };
    phw_cascade_scheme_add(&scheme, 1, (phw_cascade_stage){.value = 0.73});
    phw_cascade_scheme_add(&scheme, n_passes - 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_TIMES, .value = 2});
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

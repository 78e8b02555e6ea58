#include "kgen/reconciler_yan.h"

#include "kgen/reconciler_cascade.h"

/* The passes of n/2 are, by default, a random half of the bits and its complement, the
 * masked bits bisected by position: as good as a permutation for parting a pair of
 * errors (each mask does so with probability 1/2), and a fifth of the time. */
enum {
    PASSES,
    MASKS,
    ORDER
};

static const char *const orders[] = {"mixed", "lowest", "all", NULL};

static const phw_param params[] = {
    [PASSES] = {.name = "passes",
                .unit = "",
                .summary = "passes; each further one halves the frame error rate "
                           "for one bit",
                .min = 2,
                .max = PHW_CASCADE_PASSES_MAX,
                .preset = 10,
                .whole = true},
    [MASKS] = {.name = "masks",
               .unit = "",
               .summary = "1: passes of n/2 are random masks; 0: permutations",
               .min = 0,
               .max = 1,
               .preset = 1,
               .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "which odd blocks are served in a round",
               .min = 0,
               .max = PHW_N_CASCADE_ORDERS - 1,
               .preset = PHW_CASCADE_MIXED,
               .whole = true,
               .choice = orders},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const bool masks = task->params.value[MASKS] != 0;
    const unsigned n_passes = (unsigned)task->params.value[PASSES];
    phw_cascade_scheme scheme = {
        .infer = true,
        .reuse = true,
        .order = (phw_cascade_order)task->params.value[ORDER],
    };
    phw_cascade_scheme_add(&scheme, 1, (phw_cascade_stage){.value = 0.80});
    phw_cascade_scheme_add(&scheme, 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_TIMES, .value = 5});
    phw_cascade_scheme_add(
        &scheme, n_passes - 2,
        (phw_cascade_stage){.kind = masks ? PHW_CASCADE_MASKS : PHW_CASCADE_HALVES});
    return phw_reconciler_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_yan = {
    .name = "yan",
    .summary = "Cascade tuned: k1 = 0.80 / Q, k2 = 5 k1, then halves, ten passes",
    .reference = "Yan et al., as 'opt. (2)' in Martinez-Mateo et al., Demystifying the "
                 "information reconciliation protocol Cascade, arXiv 1407.3257",
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

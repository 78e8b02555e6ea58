#include "kgen/reconciler_option8.h"

#include "kgen/reconciler_cascade.h"

enum {
    THIRD = PHW_N_CASCADE_HALF_OPTIONS
};

/* k1 = 2^ceil(a), k2 = 2^ceil((a + 12) / 2), a = log2(1 / Q) - 1 / 2; it makes no
 * difference whether a is rounded up before k2 is made. This is 2^-0.5. */
static const double root_half = 0.70710678118654752440;

static const phw_param params[] = {
    PHW_CASCADE_OPTION_ROWS(3, 14, 1, 1, PHW_CASCADE_LOWEST),
    PHW_CASCADE_HALF_OPTION_ROWS,
    [THIRD] = {.name = "third",
               .unit = "bit",
               .summary = "block size of the third pass",
               .min = 1,
               .max = 1e6,
               .preset = 4096,
               .whole = true},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    phw_cascade_scheme scheme = phw_reconciler_cascade_scheme(&task->params);
    phw_cascade_scheme_add(
        &scheme, 1, (phw_cascade_stage){.rule = PHW_CASCADE_POWER, .value = root_half});
    phw_cascade_scheme_add(
        &scheme, 1, (phw_cascade_stage){.rule = PHW_CASCADE_ROOT, .value = 4096});
    phw_cascade_scheme_add(&scheme, 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_SIZE,
                                               .value = task->params.value[THIRD]});
    phw_reconciler_cascade_add_halves(&scheme, &task->params);
    return phw_reconciler_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_option8 = {
    .name = "option8",
    .summary =
        "Cascade 'opt. (8)': sizes of powers of two, the third 4096, then halves",
    .reference = "Martinez-Mateo, Pacher, Peev, Ciurana and Martin, Demystifying the "
                 "information reconciliation protocol Cascade, arXiv 1407.3257, "
                 "option (8), as in its authors' AIT QKD software",
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

#include "kgen/reconciler_low_latency.h"

#include "kgen/fast_cascade_sizes.h"
#include "kgen/reconciler_fast_cascade.h"

enum {
    MASKS,
    ORDER
};

static const phw_param params[] = {
    [MASKS] = {.name = "masks",
               .unit = "",
               .summary = "random masks at the end; each further one halves the frame "
                          "error rate for one bit",
               .min = 0,
               .max = PHW_FAST_CASCADE_MASKS_MAX,
               .preset = 8,
               .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "which odd blocks are served in a round",
               .min = 0,
               .max = PHW_N_FAST_CASCADE_ORDERS - 1,
               .preset = PHW_FAST_CASCADE_ALL,
               .whole = true,
               .choice = phw_fast_cascade_order_names},
};

/* Small blocks take few rounds, and quarters from the second pass on. */
static size_t block(unsigned pass, double rate, size_t n)
{
    (void)n;
    return pass >= 2 ? phw_fast_cascade_late(pass, rate)
                     : phw_fast_cascade_power(pass == 0 ? 0.5 : 2, rate);
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const phw_fast_cascade_scheme scheme = {
        .n_passes = phw_fast_cascade_passes(task->n),
        .n_masks = (unsigned)task->params.value[MASKS],
        .block = block,
        .order = (phw_fast_cascade_order)task->params.value[ORDER],
        .four = true,
    };
    return phw_reconciler_fast_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_low_latency = {
    .name = "low-latency",
    .summary = "Cascade in few rounds: small blocks, divided by four, all at once",
    .reference =
        "phyward; sizes by measurement, see kgen/fast_cascade.h for what it does",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .create = create,
    .share = phw_reconciler_fast_cascade_share,
    .destroy = phw_reconciler_fast_cascade_destroy,
    .reset = phw_reconciler_fast_cascade_reset,
    .step = phw_reconciler_fast_cascade_step,
    .key = phw_reconciler_fast_cascade_key,
    .corrected = phw_reconciler_fast_cascade_corrected,
    .figures = phw_reconciler_fast_cascade_figures,
};

#include "kgen/reconciler_throughput.h"

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
               .preset = 10,
               .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "which odd blocks are served in a round",
               .min = 0,
               .max = PHW_N_FAST_CASCADE_ORDERS - 1,
               .preset = PHW_FAST_CASCADE_TURNS,
               .whole = true,
               .choice = phw_fast_cascade_order_names},
};

/* Powers of two are worked on by words of 64 places. By measurement: the smallest
 * second pass within a few percent of the least that is disclosed. */
static size_t block(unsigned pass, double rate, size_t n)
{
    (void)n;
    return pass >= 2 ? phw_fast_cascade_late(pass, rate)
                     : phw_fast_cascade_power(pass == 0 ? 1 : 3.3 + 12 * rate, rate);
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const phw_fast_cascade_scheme scheme = {
        .n_passes = phw_fast_cascade_passes(task->n),
        .n_masks = (unsigned)task->params.value[MASKS],
        .block = block,
        .order = (phw_fast_cascade_order)task->params.value[ORDER],
    };
    return phw_reconciler_fast_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_throughput = {
    .name = "throughput",
    .summary = "Cascade for speed: two passes, then masks",
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

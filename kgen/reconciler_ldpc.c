#include "kgen/reconciler_ldpc.h"

#include "kgen/ldpc.h"

enum {
    DECODER,
    SCALE,
    ITERATIONS,
    SHARE,
    MARGIN,
    ROUNDS,
    STEP
};

static const char *const decoders[] = {"min-sum", "sum-product", "box-plus", NULL};

static const phw_ldpc_rule rules[] = {PHW_LDPC_MIN_SUM, PHW_LDPC_SUM_PRODUCT,
                                      PHW_LDPC_BOX_PLUS};

static const phw_param params[] = {
    [DECODER] = {.name = "decoder",
                 .unit = "",
                 .summary =
                     "the decoder's rule: sum-product is exact, box-plus the same "
                     "in whole numbers, min-sum leaks more and is the fastest",
                 .min = 0,
                 .max = 2,
                 .preset = 2,
                 .whole = true,
                 .choice = decoders},
    [SCALE] = {.name = "scale",
               .unit = "",
               .summary = "min-sum's messages count so many sixteenths",
               .min = 1,
               .max = 16,
               .preset = 11,
               .whole = true},
    [ITERATIONS] = {.name = "iterations",
                    .unit = "",
                    .summary = "passes of one decoding, at most",
                    .min = 1,
                    .max = 1000,
                    .preset = 30,
                    .whole = true},
    [SHARE] = {.name = "share",
               .unit = "",
               .summary =
                   "what is to be made good of the entropy by error rates alone: "
                   "less than 1 where Bob tells good bits from bad",
               .min = 0.1,
               .max = 1,
               .preset = 1},
    [MARGIN] = {.name = "margin",
                .unit = "",
                .summary =
                    "what is sent at once, in deviations above what a block needs in "
                    "the mean; with rounds=0, 2.33 fails once in about a hundred",
                .min = -4,
                .max = 10,
                .preset = 0},
    [ROUNDS] = {.name = "rounds",
                .unit = "",
                .summary = "requests for more, at most; 0: one message, one way",
                .min = 0,
                .max = 64,
                .preset = 24,
                .whole = true},
    [STEP] = {.name = "step",
              .unit = "",
              .summary = "what a request asks for, of a block's entropy; the r-th, "
                         "from 0 on, for 1 + r^2 / 16 times as much",
              .min = 0.001,
              .max = 1,
              .preset = 0.02},
};

/* phw_reconciliation is a name alone: behind it stands this machine. */
static phw_ldpc *machine(phw_reconciliation *r)
{
    return (phw_ldpc *)r;
}

static const phw_ldpc *machine_const(const phw_reconciliation *r)
{
    return (const phw_ldpc *)r;
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    const double *value = task->params.value;
    const phw_ldpc_config config = {
        .scheme = {.share = value[SHARE],
                   .margin = value[MARGIN],
                   .step = value[STEP],
                   .rounds = (unsigned)value[ROUNDS]},
        .decoding = {.rule = rules[(size_t)value[DECODER]],
                     .scale = (unsigned)value[SCALE],
                     .iterations = (unsigned)value[ITERATIONS]},
    };
    phw_ldpc *l = NULL;
    PHW_TRY(phw_ldpc_create(&l, role, &config, task, key));
    *out = (phw_reconciliation *)l;
    return PHW_OK;
}

static void destroy(phw_reconciliation *r)
{
    phw_ldpc_destroy(machine(r));
}

static phw_status reset(phw_reconciliation *r, const phw_bits *key)
{
    return phw_ldpc_reset(machine(r), key);
}

static phw_status step(phw_reconciliation *r, phw_message *out, bool *done,
                       const phw_message *in)
{
    return phw_ldpc_step(machine(r), out, done, in);
}

static const phw_bits *key(const phw_reconciliation *r)
{
    return phw_ldpc_key(machine_const(r));
}

static const phw_bits *corrected(const phw_reconciliation *r)
{
    return phw_ldpc_corrected(machine_const(r));
}

static phw_reconcile_figures figures(const phw_reconciliation *r)
{
    return phw_ldpc_figures(machine_const(r));
}

const phw_reconciler phw_reconciler_ldpc = {
    .name = "ldpc",
    .summary = "syndromes of the LDPC codes of 5G New Radio, more of them on request, "
               "and belief propagation",
    .reference = "Martinez-Mateo, Elkouss, Martin, QIC 12(9-10), 2012 (blind); 3GPP TS "
                 "38.212, 5.3.2 (codes)",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .soft = true,
    .silent = true,
    .create = create,
    .destroy = destroy,
    .reset = reset,
    .step = step,
    .key = key,
    .corrected = corrected,
    .figures = figures,
};

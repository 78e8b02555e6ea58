#include "kgen/reconciler_biconf.h"

#include "kgen/reconciler_cascade.h"

enum {
    FIRST = PHW_N_CASCADE_OPTIONS,
    SECOND,
    QUIET,
    BACK
};

static const phw_param params[] = {
    PHW_CASCADE_OPTION_ROWS(1, 2, 0, 0, PHW_CASCADE_ALL),
    [FIRST] = {.name = "first",
               .unit = "",
               .summary = "k1 = first / Q, rounded up",
               .min = 0.05,
               .max = 10,
               .preset = 0.92},
    [SECOND] = {.name = "second",
                .unit = "",
                .summary = "a later block holds so many of those before",
                .min = 1,
                .max = 1000,
                .preset = 3},
    [QUIET] = {.name = "quiet",
               .unit = "",
               .summary = "ends after so many masks in a row without an odd block",
               .min = 1,
               .max = 64,
               .preset = 10,
               .whole = true},
    [BACK] = {.name = "back",
              .unit = "",
              .summary = "1: what a mask finds makes work in the first passes",
              .min = 0,
              .max = 1,
              .preset = 0,
              .whole = true},
};

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    phw_cascade_scheme scheme = phw_reconciler_cascade_scheme(&task->params);
    const double *value = task->params.value;
    const unsigned n_passes = (unsigned)value[PHW_CASCADE_OPTION_PASSES];
    scheme.quiet = (unsigned)value[QUIET];
    scheme.back = value[BACK] != 0;
    phw_cascade_scheme_add(&scheme, 1, (phw_cascade_stage){.value = value[FIRST]});
    phw_cascade_scheme_add(
        &scheme, n_passes - 1,
        (phw_cascade_stage){.rule = PHW_CASCADE_TIMES, .value = value[SECOND]});
    phw_cascade_scheme_add(&scheme, 1, (phw_cascade_stage){.kind = PHW_CASCADE_BICONF});
    return phw_reconciler_cascade_create(out, role, &scheme, task, key);
}

const phw_reconciler phw_reconciler_biconf = {
    .name = "biconf",
    .summary = "Cascade 'mod. (1)': two passes, then random halves until ten are even",
    .reference = "Sugimoto and Yamazaki, A study on secret key reconciliation protocol "
                 "Cascade, IEICE Trans. Fundamentals E83-A(10), 2000; sizes as 'mod. "
                 "(1)' in arXiv 1407.3257",
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

/** @file
 * What every published Cascade's entry shares: the parameters, and the reconciler
 * interface's functions but create.
 */
#ifndef PHW_KGEN_RECONCILER_CASCADE_H
#define PHW_KGEN_RECONCILER_CASCADE_H

#include "kgen/cascade.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** The parameters that each of these entries has, in the order of its table; its own
 * follow. */
typedef enum phw_cascade_option {
    PHW_CASCADE_OPTION_PASSES = 0,
    PHW_CASCADE_OPTION_INFER,
    PHW_CASCADE_OPTION_REUSE,
    PHW_CASCADE_OPTION_CLAMP,
    PHW_CASCADE_OPTION_ORDER,
    PHW_CASCADE_OPTION_ADAPT,
    PHW_N_CASCADE_OPTIONS
} phw_cascade_option;

/** Those of entries that end with passes of half the bits; the entry's own follow. */
typedef enum phw_cascade_half_option {
    PHW_CASCADE_OPTION_MASKS = PHW_N_CASCADE_OPTIONS,
    PHW_CASCADE_OPTION_TOGETHER,
    PHW_N_CASCADE_HALF_OPTIONS
} phw_cascade_half_option;

/** "mixed", "lowest", "all": phw_cascade_order as users write it; NULL-terminated. */
PHW_API extern const char *const phw_cascade_order_names[];

/** Rows of such a table, with what differs from entry to entry: how many passes at
 * least and by default, whether the last block is inferred, whether known-odd parts of
 * blocks are used, and the order. */
#define PHW_CASCADE_OPTION_ROWS(passes_min, passes, infers, reuses, orders)            \
    [PHW_CASCADE_OPTION_PASSES] = {.name = "passes",                                   \
                                   .unit = "",                                         \
                                   .summary = "passes over the bits",                  \
                                   .min = (passes_min),                                \
                                   .max = PHW_CASCADE_PASSES_MAX,                      \
                                   .preset = (passes),                                 \
                                   .whole = true},                                     \
    [PHW_CASCADE_OPTION_INFER] = {.name = "infer",                                     \
                                  .unit = "",                                          \
                                  .summary = "1: a later pass's last block follows "   \
                                             "from the others",                        \
                                  .min = 0,                                            \
                                  .max = 1,                                            \
                                  .preset = (infers),                                  \
                                  .whole = true},                                      \
    [PHW_CASCADE_OPTION_REUSE] = {.name = "reuse",                                     \
                                  .unit = "",                                          \
                                  .summary = "1: every known-odd part of a block is "  \
                                             "searched; 0: odd blocks only",           \
                                  .min = 0,                                            \
                                  .max = 1,                                            \
                                  .preset = (reuses),                                  \
                                  .whole = true},                                      \
    [PHW_CASCADE_OPTION_CLAMP] = {.name = "clamp",                                     \
                                  .unit = "",                                          \
                                  .summary =                                           \
                                      "1: blocks of half the bits at most; 0: "        \
                                      "of all of them, which is no pass at all",       \
                                  .min = 0,                                            \
                                  .max = 1,                                            \
                                  .preset = 1,                                         \
                                  .whole = true},                                      \
    [PHW_CASCADE_OPTION_ORDER] = {.name = "order",                                     \
                                  .unit = "",                                          \
                                  .summary = "which odd blocks are served in a round", \
                                  .min = 0,                                            \
                                  .max = PHW_N_CASCADE_ORDERS - 1,                     \
                                  .preset = (orders),                                  \
                                  .whole = true,                                       \
                                  .choice = phw_cascade_order_names},                  \
    [PHW_CASCADE_OPTION_ADAPT] = {                                                     \
        .name = "adapt",                                                               \
        .unit = "",                                                                    \
        .summary = "1: the first pass corrects the estimated error rate",              \
        .min = 0,                                                                      \
        .max = 1,                                                                      \
        .preset = 0,                                                                   \
        .whole = true}

/** Further rows of entries that end with passes of half the bits. */
#define PHW_CASCADE_HALF_OPTION_ROWS                                                  \
    [PHW_CASCADE_OPTION_MASKS] = {.name = "masks",                                    \
                                  .unit = "",                                         \
                                  .summary = "1: passes of n/2 are random masks; 0: " \
                                             "permutations",                          \
                                  .min = 0,                                           \
                                  .max = 1,                                           \
                                  .preset = 0,                                        \
                                  .whole = true},                                     \
    [PHW_CASCADE_OPTION_TOGETHER] = {.name = "together",                              \
                                     .unit = "",                                      \
                                     .summary = "masks that are opened in one round", \
                                     .min = 1,                                        \
                                     .max = PHW_CASCADE_PASSES_MAX,                   \
                                     .preset = 1,                                     \
                                     .whole = true}

/** The scheme that phw_cascade_option parameters ask for, without any pass yet. */
PHW_API phw_cascade_scheme phw_reconciler_cascade_scheme(const phw_params *params);

/** Adds passes of half the bits, up to the number that is asked for, as
 * phw_cascade_half_option parameters have them. */
PHW_API void phw_reconciler_cascade_add_halves(phw_cascade_scheme *inout,
                                               const phw_params *params);

/** Creates a machine for a scheme. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_cascade_create(
    phw_reconciliation **out, phw_role role, const phw_cascade_scheme *scheme,
    const phw_reconcile_task *task, const phw_bits *key);

/** phw_reconciler.destroy. */
PHW_API void phw_reconciler_cascade_destroy(phw_reconciliation *r);

/** phw_reconciler.reset. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_cascade_reset(phw_reconciliation *r,
                                                             const phw_bits *key);

/** phw_reconciler.step. */
PHW_API PHW_MUST_USE phw_status phw_reconciler_cascade_step(phw_reconciliation *r,
                                                            phw_message *out,
                                                            bool *done,
                                                            const phw_message *in);

/** phw_reconciler.key. */
PHW_API const phw_bits *phw_reconciler_cascade_key(const phw_reconciliation *r);

/** phw_reconciler.corrected. */
PHW_API const phw_bits *phw_reconciler_cascade_corrected(const phw_reconciliation *r);

/** phw_reconciler.figures. */
PHW_API phw_reconcile_figures
phw_reconciler_cascade_figures(const phw_reconciliation *r);

PHW_END_C

#endif

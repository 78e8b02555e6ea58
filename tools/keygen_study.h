/** @file
 * Ways to make a key held against each other: every scheme of a study runs over the
 * same channels of every scenario, drawn anew for each trial.
 */
#ifndef PHW_TOOLS_KEYGEN_STUDY_H
#define PHW_TOOLS_KEYGEN_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/agreement_config.h"
#include "tools/keygen_column.h"
#include "tools/moments.h"
#include "tools/option.h"
#include "tools/progress.h"
#include "tools/scenario.h"

/** Most schemes of a study. */
#define PHW_KEYGEN_STUDY_SCHEMES_MAX 32

/** One scheme over one scenario: what its trials gave. */
typedef struct phw_keygen_summary {
    uint64_t keys; /**< trials with a key */
    phw_moments column[PHW_KEYGEN_COLUMNS_MAX];
} phw_keygen_summary;

/** A study. A zeroed one may be freed. */
typedef struct phw_keygen_study {
    phw_scenario *scenario; /**< n_scenarios */
    size_t n_scenarios;
    char *names;                                      /**< what `scheme` points into */
    const char *scheme[PHW_KEYGEN_STUDY_SCHEMES_MAX]; /**< NULL: the options alone */
    size_t n_schemes;
    phw_agreement_config *config; /**< scenario by scenario, its schemes in order */
    phw_keygen_summary *summary;  /**< in the same order; as far as it ran */
    uint64_t seed;
    size_t n_trials;
} phw_keygen_study;

/** Reads the scenarios of all positional arguments, changed by --set, and makes the
 * configuration of each scheme of --scheme, a LIST of names or files; without
 * it, of the options alone. --trials, --seed. PHW_EARG, PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_keygen_study_make(phw_keygen_study *out,
                                              const phw_arguments *arguments);

/** How many steps of the bar a run has. */
size_t phw_keygen_study_steps(const phw_keygen_study *s);

/** Runs all trials on `n_threads` threads, the same for any number, and fills the
 * summaries. Errors of the lab and of the agreement; PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_keygen_study_run(phw_keygen_study *inout, size_t n_threads,
                                             phw_progress *progress);

/** Gives back; the struct is zero afterwards. */
void phw_keygen_study_free(phw_keygen_study *s);

#endif

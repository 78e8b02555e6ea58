/** @file
 * An experiment on a scenario: at each value of what is changed, sessions over new
 * channels, what their estimates have in common, and what keys they give.
 */
#ifndef PHW_TOOLS_RICHNESS_STUDY_H
#define PHW_TOOLS_RICHNESS_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/experiments.h"
#include "tools/interval.h"
#include "tools/number_list.h"
#include "tools/option.h"
#include "tools/scenario_data.h"

/** A figure over the sessions. */
typedef struct phw_richness_figure {
    double mean; /**< NaN where no session has it */
    phw_interval interval;
} phw_richness_figure;

/** One value of what is changed. */
typedef struct phw_richness_point {
    double value;
    double theory;                   /**< bits a probe, closed form */
    phw_richness_figure information; /**< bits a probe, of the measured covariances */
    phw_richness_figure certified;   /**< net bits a probe; 0 where there is no key */
    size_t n_keys;
    size_t n_sessions;
    double interval_s; /**< between probes */
} phw_richness_point;

/** What is asked. */
typedef struct phw_richness_study {
    const phw_experiment *experiment;
    const phw_scenario *scenario;
    phw_numbers values;
    size_t n_sessions; /**< at each value */
    uint64_t seed;
    size_t n_threads;
    const phw_arguments *arguments; /**< the scheme's options */
} phw_richness_study;

/** Fills point[values.n]; the same for any number of threads. Sessions of a value that
 * has too few probes for the experiment's blocks have no measured information (NaN).
 * PHW_ECANCEL; errors as the parts. */
PHW_MUST_USE phw_status phw_richness_run(phw_richness_point *point,
                                         const phw_richness_study *study);

#endif

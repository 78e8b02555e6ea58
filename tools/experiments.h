/** @file
 * The experiments of `phyward richness`: one property of the channel each, from poor to
 * rich, and how a scenario is changed for it.
 */
#ifndef PHW_TOOLS_EXPERIMENTS_H
#define PHW_TOOLS_EXPERIMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "tools/scenario_data.h"

/** Most values that an experiment has by default. */
#define PHW_EXPERIMENT_VALUES_MAX 12

/** One experiment. */
typedef struct phw_experiment {
    const char *name;      /**< as users write it */
    const char *summary;   /**< one line */
    const char *reference; /**< of the law that its closed form shows */
    const char *scenario;  /**< the shipped file */
    phw_param axis;        /**< what is changed: name, unit, range */
    bool logarithmic;      /**< how its axis is drawn */
    double value[PHW_EXPERIMENT_VALUES_MAX]; /**< the default ones */
    size_t n_values;
    size_t block;  /**< probes of a block whose mutual information is told */
    size_t stride; /**< every so many blocks one is measured */
    /** Changes the scenario. PHW_EARG when its file lacks what is changed. */
    phw_status (*apply)(phw_scenario *inout, double value);
} phw_experiment;

/** Entry i; NULL past the last. */
const phw_experiment *phw_experiment_at(size_t i);

/** By name. PHW_EARG lists what there is. */
PHW_MUST_USE phw_status phw_experiment_find(const phw_experiment **out,
                                            const char *name);

#endif

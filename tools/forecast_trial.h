/** @file
 * How well series are forecast: against what came, beside what a linear forecast can
 * reach at best.
 */
#ifndef PHW_TOOLS_FORECAST_TRIAL_H
#define PHW_TOOLS_FORECAST_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/coherence_law.h"
#include "kgen/features.h"
#include "tools/forecast_set.h"
#include "tools/interval.h"

/** What forecasts are held against: rows [from, n_rows) of the series, each with the
 * value that it should have foretold. */
typedef struct phw_forecast_target {
    phw_features x;  /**< components of the series, value r for its row from + r */
    size_t from;     /**< the first row that is judged */
    size_t last_row; /**< rows of the series that have a value: from .. last_row - 1 */
} phw_forecast_target;

/** The fading process that the closed form is for. */
typedef struct phw_forecast_truth {
    phw_coherence_law law;
    double turns;  /**< NaN: there is none */
    double signal; /**< R(0+) */
    bool clean;    /**< the target has no noise */
} phw_forecast_truth;

/** A forecaster's score. */
typedef struct phw_forecast_score {
    size_t n;              /**< rows judged */
    double nmse;           /**< mean square error over the target's variance, mean over
                                the components */
    phw_interval interval; /**< 95 %, Student's over 20 stretches of time */
    double last_nmse;      /**< the same of who takes the last reading for the next */
} phw_forecast_score;

/** What the series' own readings become `lead` rows on; to be freed. PHW_ESHORT when
 * fewer than 40 rows are left to judge. */
PHW_MUST_USE phw_status phw_forecast_target_own(phw_forecast_target *out,
                                                const phw_features *x, size_t from,
                                                size_t lead);

/** What another series tells, read between its rows at the instants `ahead_s` after
 * those of x from row `from` on; to be freed. PHW_ESHORT as above, PHW_EINPUT when they
 * have other components. */
PHW_MUST_USE phw_status phw_forecast_target_of(phw_forecast_target *out,
                                               const phw_features *x, size_t from,
                                               const phw_features *other,
                                               double ahead_s);

/** Gives back; the struct is zero afterwards. */
void phw_forecast_target_free(phw_forecast_target *t);

/** Runs a set over the series, told (as many rows and components as x; the caller's),
 * and scores it. */
PHW_MUST_USE phw_status phw_forecast_trial_run(phw_forecast_score *out,
                                               phw_features *told,
                                               const phw_features *x,
                                               const phw_forecast_set *set,
                                               const phw_forecast_target *target);

/** The least error, over the target's variance, that a linear forecast of n_taps values
 * can have at that horizon (Wiener); NaN without a process. */
double phw_forecast_least(const phw_forecast_truth *truth, size_t n_taps,
                          double horizon);

#endif

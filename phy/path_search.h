/** @file
 * From pilots to paths by way of a subspace: windows of evenly spaced pilots, waves in
 * them, how many there are. What the estimators "esprit" and "music" share. Not
 * installed.
 */
#ifndef PHW_PHY_PATH_SEARCH_H
#define PHW_PHY_PATH_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "phy/channel_estimator.h"
#include "phy/pilot_estimate.h"
#include "phy/subspace.h"

PHW_BEGIN_C

/** Finds at most n_waves waves in a split subspace: phw_esprit(), phw_music_search().
 */
typedef phw_status phw_wave_finder(double *cycles, size_t *n_found,
                                   const phw_subspace *s, size_t n_waves);

/** What is looked for. */
typedef struct phw_path_search_config {
    const char *name; /**< the estimator's, for messages */
    phw_wave_finder *find;
    size_t n_paths;     /**< as many; 0: found out, by the least of 2 misfit + 3
                             n_paths ln(2 n), Schwarz' criterion with the noise
                             known */
    size_t n_paths_max; /**< of those found out, up to PHW_PATHS_MAX */
    size_t window;      /**< pilots of a window; 0: two thirds of the longest even
                             run, at most 64 */
    double earliest;    /**< where the range of delays begins, samples */
    bool refine;        /**< whether all pilots together refine the paths */
    double false_alarm; /**< how often noise is taken for a path, about */
} phw_path_search_config;

/** The parameters of both estimators. */
#define PHW_PATH_SEARCH_PARAMS 6
extern const phw_param phw_path_search_param[PHW_PATH_SEARCH_PARAMS];

/** The config that they make, but for name and finder. */
void phw_path_search_read(phw_path_search_config *out, const phw_params *params);

/** For these pilots' frequencies: the distance in their longest even run is what
 * windows are made of, and makes delays come around. PHW_EARG when no even run of them
 * is as long as a window or the window too short for the paths, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_path_search_create(phw_channel_estimation **out,
                                               const phw_pilot_estimate *pilots,
                                               const phw_path_search_config *config);

/** An estimator's destroy. */
void phw_path_search_destroy(phw_channel_estimation *p);

/** An estimator's estimate. */
PHW_MUST_USE phw_status phw_path_search_run(phw_channel_response *out,
                                            phw_channel_estimation *p,
                                            const phw_pilot_estimate *pilots);

PHW_END_C

#endif

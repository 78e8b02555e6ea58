/** @file
 * What the estimators of paths of any delay end with: paths that are no more than noise
 * go, the others fill the response. Not installed.
 */
#ifndef PHW_PHY_PATH_CHOICE_H
#define PHW_PHY_PATH_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "phy/channel_estimator.h"
#include "phy/path_fit.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** Whether all delays are a tenth of 1 / span of the frequencies apart or more: closer
 * ones are one path whose two gains cancel, however well they fit. */
bool phw_path_choice_apart(const phw_ray *path, size_t n_paths,
                           const phw_pilot_estimate *pilots);

/** Takes the weakest of path[*n_paths] out again and again while its power over its
 * variance is one that noise has with probability `false_alarm` or more often, and fits
 * the gains of the rest. As phw_path_fit_gains(). */
PHW_MUST_USE phw_status phw_path_choice_prune(phw_ray *path, size_t *n_paths,
                                              phw_path_fit *fit, double false_alarm,
                                              const phw_pilot_estimate *pilots);

/** Sorts path[n_paths] by delay and fills `out` from them; its error is
 * phw_path_fit_error(). As that. */
PHW_MUST_USE phw_status phw_path_choice_write(phw_channel_response *out, phw_ray *path,
                                              size_t n_paths, phw_path_fit *fit,
                                              const phw_pilot_estimate *pilots);

PHW_END_C

#endif

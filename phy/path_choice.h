/** @file
 * What the estimators of paths of any delay end with: paths that are no more than noise
 * go, the others fill the response. Not installed.
 */
#ifndef PHW_PHY_PATH_CHOICE_H
#define PHW_PHY_PATH_CHOICE_H

#include <stddef.h>

#include "core/status.h"
#include "phy/channel_estimator.h"
#include "phy/path_fit.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** Takes the weakest of path[*n_paths] out again and again while its power over its
 * variance is one that noise has with probability `false_alarm` or more often, and fits
 * the gains of the rest. As phw_path_fit_gains(). */
PHW_MUST_USE phw_status phw_path_choice_prune(phw_ray *path, size_t *n_paths,
                                              phw_path_fit *fit, double false_alarm,
                                              const phw_pilot_estimate *pilots);

/** Sorts path[n_paths] by delay and fills `out` from them. Its error is that of as many
 * paths with delays and gains unknown, to first order: each has three real unknowns,
 * and takes 3/2 of a pilot's noise (equal variances). */
void phw_path_choice_write(phw_channel_response *out, phw_ray *path, size_t n_paths,
                           const phw_pilot_estimate *pilots);

PHW_END_C

#endif

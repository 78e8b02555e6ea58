/** @file
 * How pilots become a channel: an estimator takes the least-squares values at the
 * pilots' frequencies and gives the response there with less noise, and where it has a
 * model of paths, their delays and gains. The interface; the entries are
 * channel_estimator_NAME.c, their list is phy/channel_estimators.h.
 *
 * Delays are in samples of the frequencies' "cycles a sample".
 */
#ifndef PHW_PHY_CHANNEL_ESTIMATOR_H
#define PHW_PHY_CHANNEL_ESTIMATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "phy/delay_prior.h"
#include "phy/path_fit.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** What an estimator is told besides the pilots. */
typedef struct phw_channel_estimator_config {
    phw_params params;            /**< in the order of the entry's table */
    const phw_delay_prior *prior; /**< for who takes one, in place of the parameters' */
    double power; /**< mean power of the channel's response over all estimates, > 0; 0:
                       that of each estimate by itself */
} phw_channel_estimator_config;

/** What comes out. The arrays are the caller's. */
typedef struct phw_channel_response {
    phw_cf *value;  /**< as many as pilots: the response at their frequencies */
    double error;   /**< E|error|^2 of a value, their mean, by closed form if the model
                         holds; NaN: there is none */
    phw_ray *path;  /**< PHW_DELAY_TAPS_MAX of them; NULL: not wanted */
    size_t n_paths; /**< that were found, of rising delay; 0 without a model of paths */
} phw_channel_response;

/** One entry's tables and scratch, made by it; belongs to one thread. */
typedef struct phw_channel_estimation phw_channel_estimation;

/** One entry. */
typedef struct phw_channel_estimator {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    bool has_paths; /**< it has a model of paths and tells them */
    bool on_grid;   /**< its paths have the same delays in all estimates: they make an
                         impulse response */

    /** For pilots of these frequencies, and variances in these ratios (`value` is not
     * read). PHW_EARG when the parameters do not fit the pilots, PHW_ENOMEM,
     * PHW_ENOCONV.
     */
    phw_status (*create)(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config);

    /** Takes NULL. */
    void (*destroy)(phw_channel_estimation *e);

    /** One estimate: the frequencies are those of create, the variances a common factor
     * times its. `out` is as it was on failure, but for its arrays. PHW_EINPUT for
     * other counts, PHW_ENOCONV. */
    phw_status (*estimate)(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots);
} phw_channel_estimator;

PHW_END_C

#endif

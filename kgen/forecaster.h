/** @file
 * A forecaster tells what a series will be from what it was: causal, and from one end's
 * own series alone. The interface; the entries are forecaster_NAME.c, their list is
 * kgen/forecasters.h.
 *
 * It lines up two ends' instants and tells how often to probe, and it is an attack just
 * as much: who knows the past foresees as well. Forecasting moves nothing of what two
 * ends can keep from somebody else: that is counted on what is new in every sample
 * (phw_doppler_innovation(), the entropy estimators), whatever was forecast.
 */
#ifndef PHW_KGEN_FORECASTER_H
#define PHW_KGEN_FORECASTER_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/forecast_model.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_forecaster {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** A model from x[n] at even intervals, to be freed: the training part, of which
     * nothing may become key. `horizon` is 0 .. PHW_FORECAST_HORIZON_MAX intervals,
     * fractions too. PHW_ESHORT when the training part is too short or constant,
     * PHW_EINPUT when a value is not finite, PHW_EARG, PHW_ENOMEM. */
    phw_status (*fit)(phw_forecast_model *out, const double *x, size_t n,
                      double horizon, const phw_params *params);

    /** out[k] is the forecast, in the unit of x, of the process behind x at k +
     * horizon, from x[0 .. k] alone; values before the first count as the mean. The
     * model may come from a file: PHW_EINPUT when it is none of this entry's. The
     * arrays do not overlap. PHW_ENOMEM. */
    phw_status (*run)(double *out, const phw_forecast_model *model, const double *x,
                      size_t n, const phw_params *params);
} phw_forecaster;

PHW_END_C

#endif

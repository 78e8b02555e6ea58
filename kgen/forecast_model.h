/** @file
 * What a forecaster has learnt: plain numbers, so that a model can be kept in a file.
 */
#ifndef PHW_KGEN_FORECAST_MODEL_H
#define PHW_KGEN_FORECAST_MODEL_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most past values that a forecaster looks at. */
#define PHW_FORECAST_TAPS_MAX 256

/** Most rows of a model's table. */
#define PHW_FORECAST_CENTRES_MAX 1024

/** Furthest horizon, intervals. */
#define PHW_FORECAST_HORIZON_MAX 1000

/** A zeroed one is empty and may be freed. What the numbers mean is the forecaster's;
 * the series that it is run on are taken less `mean` and over `deviation` first. */
typedef struct phw_forecast_model {
    double horizon;   /**< intervals ahead, 0 .. PHW_FORECAST_HORIZON_MAX */
    double mean;      /**< of the training part, in the series' unit */
    double deviation; /**< of the training part, above 0 */
    size_t n_taps;    /**< past values looked at, the present one among them */
    double *weight;   /**< n_weights */
    size_t n_weights;
    double *centre; /**< n_centres rows of n_taps; NULL when there are none */
    size_t n_centres;
} phw_forecast_model;

/** Zero numbers, given back with phw_forecast_model_free(). PHW_EARG when a count is
 * above the most (weights: PHW_FORECAST_CENTRES_MAX) or n_taps is 0; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_forecast_model_alloc(phw_forecast_model *out,
                                                         size_t n_taps,
                                                         size_t n_weights,
                                                         size_t n_centres);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_forecast_model_free(phw_forecast_model *m);

/** PHW_EINPUT when a number is not finite or a field out of its range: what a file
 * brought. */
PHW_API PHW_MUST_USE phw_status phw_forecast_model_check(const phw_forecast_model *m);

/** Mean and deviation of the training part into the model. PHW_ESHORT when it is
 * constant, PHW_EINPUT when a value is not finite. */
PHW_API PHW_MUST_USE phw_status phw_forecast_model_scale(phw_forecast_model *m,
                                                         const double *x, size_t n);

/** Four whole horizons around one and the weights that join them: 4-point Lagrange, or
 * one weight of 1 where the horizon is whole. first + i is the i-th, weight[i] its
 * part; it may be -1, the value before the present. */
typedef struct phw_forecast_blend {
    ptrdiff_t first;
    double weight[4];
} phw_forecast_blend;

/** The blend for a horizon of 0 or more. */
PHW_API phw_forecast_blend phw_forecast_blend_of(double horizon);

PHW_END_C

#endif

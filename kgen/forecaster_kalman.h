/** @file
 * A forecaster with a model of the process and of the noise: an autoregression, tracked
 * by a Kalman filter in its steady state.
 */
#ifndef PHW_KGEN_FORECASTER_KALMAN_H
#define PHW_KGEN_FORECASTER_KALMAN_H

#include "kgen/forecaster.h"

PHW_BEGIN_C

/** The entry "kalman". The model's first n_weights - n_taps weights are those of the
 * autoregression x_t = sum a_i x_{t-i} + e_t, the n_taps others the filter's gain. */
extern PHW_API const phw_forecaster phw_forecaster_kalman;

PHW_END_C

#endif

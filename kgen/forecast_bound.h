/** @file
 * How well a fading process can be foreseen: the least mean square error of what is
 * linear in its noisy past, which for a Gaussian process is the least of all (Wiener).
 */
#ifndef PHW_KGEN_FORECAST_BOUND_H
#define PHW_KGEN_FORECAST_BOUND_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/doppler.h"

PHW_BEGIN_C

/** A process of unit power in white noise, read at even intervals. */
typedef struct phw_forecast_process {
    phw_doppler shape;
    double turns; /**< largest Doppler shift times interval, >= 0 */
    double noise; /**< the noise's variance, > 0: 1 over the signal to noise ratio */
} phw_forecast_process;

/** The best weights of the readings at 0, -1 ... -(n - 1) for the process at `horizon`
 * intervals (fractions too; 0 filters, -1 smoothes), w = (R + noise I)^-1 r, r_k =
 * R(turns (horizon + k)), and what they leave open of its unit power, 1 - r^T w. The
 * error against another noisy reading has the noise's variance on top. weight[n] may be
 * NULL. PHW_EARG when n is 0 or above PHW_LEVINSON_MOST or the process is none. */
PHW_API PHW_MUST_USE phw_status phw_forecast_bound(double *error, double *weight,
                                                   const phw_forecast_process *process,
                                                   size_t n, double horizon);

PHW_END_C

#endif

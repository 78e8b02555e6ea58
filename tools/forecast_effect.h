/** @file
 * What forecasting does to two ends: they agree more, and what they agree in is no more
 * secret for it.
 */
#ifndef PHW_TOOLS_FORECAST_EFFECT_H
#define PHW_TOOLS_FORECAST_EFFECT_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/pacing.h"

/** How alike one end's series is to the other's. */
typedef struct phw_forecast_likeness {
    double correlation;
    uint64_t n;              /**< values */
    uint64_t n_differ;       /**< bits by each end's own median that differ */
    double information_bits; /**< a value, were each new: -1/2 log2(1 - correlation^2)
                              */
    double rate_bits; /**< a value, as they are: the rate that their coherence tells,
                           its floor taken off, 0 or more; NaN for too few. No filter
                           that can be undone changes it */
    double open;      /**< of the series' variance to who knows its past, a bound */
    phw_pace counted; /**< what a value seems worth: every one taken for new */
    phw_pace charged; /**< what it is worth: what is new in it */
} phw_forecast_likeness;

/** Measures own[n] beside other[n]. PHW_ESHORT when either is constant or shorter than
 * PHW_GAUSSIAN_N_MIN; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_forecast_likeness_measure(phw_forecast_likeness *out,
                                                      const double *own,
                                                      const double *other, size_t n);

#endif

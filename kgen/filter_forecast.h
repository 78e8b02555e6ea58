/** @file
 * Reads an end's series ahead, at the instants that both ends have in common.
 *
 * Two ends do not probe at one instant. When each foresees its own series at the next
 * whole multiple of the probing interval (`grid`), both tell the channel at the same
 * instant, and agree more. That adds no secret: the rate at which two stationary
 * Gaussian series share information, told by their coherence, is the same after any
 * filter that can be undone. What the ends agree in more comes off again where a
 * smoothed series has less that is new in each instant, and the estimators charge it.
 */
#ifndef PHW_KGEN_FILTER_FORECAST_H
#define PHW_KGEN_FILTER_FORECAST_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "forecast". It learns from all of the end's own series, and the rows
 * without a whole past are dropped. */
extern PHW_API const phw_filter phw_filter_forecast;

PHW_END_C

#endif

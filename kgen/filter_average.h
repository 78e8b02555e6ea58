/** @file
 * Each value becomes the mean of those around it.
 */
#ifndef PHW_KGEN_FILTER_AVERAGE_H
#define PHW_KGEN_FILTER_AVERAGE_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "average": what phw_features_detrend() takes off. Noise falls by the
 * square root of `window`, and so does the rate at which a white series makes new
 * values: the window should be well within the coherence time, and entropy is charged
 * afterwards. */
extern PHW_API const phw_filter phw_filter_average;

PHW_END_C

#endif

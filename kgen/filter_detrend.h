/** @file
 * The centred moving average of each series is taken off it.
 */
#ifndef PHW_KGEN_FILTER_DETREND_H
#define PHW_KGEN_FILTER_DETREND_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "detrend": phw_features_detrend() of `window` rows, odd. */
extern PHW_API const phw_filter phw_filter_detrend;

PHW_END_C

#endif

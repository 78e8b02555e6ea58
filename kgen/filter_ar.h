/** @file
 * What an autoregressive model can't foretell of each series.
 */
#ifndef PHW_KGEN_FILTER_AR_H
#define PHW_KGEN_FILTER_AR_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "ar": e_k = x_k - a_1 x_(k-1) - ... - a_p x_(k-p), about the mean, of the
 * autoregressive model that fits the series itself (Burg, who keeps it stable); the
 * first p rows are lost. Innovations have nearly no memory, so a plain estimator counts
 * them right; noise counts for more in them, so ends agree less: they tell how much a
 * channel that is probed too often really renews. PHW_ESHORT for less than 2 p + 2
 * rows, or a constant series. */
extern PHW_API const phw_filter phw_filter_ar;

PHW_END_C

#endif

/** @file
 * The least-squares smoother of each series' own memory.
 */
#ifndef PHW_KGEN_FILTER_WIENER_H
#define PHW_KGEN_FILTER_WIENER_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "wiener": x_k from rows k - half .. k + half by the weights (R + s2 I)^-1
 * r, of the autocovariance of the series itself. Its noise s2 is
 * what r_0 stands above phw_autocovariance_signal(): white noise over a channel
 * that changes slowly; if there is none, the series stays as it is. Near an end the
 * first or last whole window is used. Two ends have slightly different weights.
 *
 * The output hangs together more than the input and is charged as it is. PHW_ESHORT for
 * less than 2 half + 2 rows. */
extern PHW_API const phw_filter phw_filter_wiener;

PHW_END_C

#endif

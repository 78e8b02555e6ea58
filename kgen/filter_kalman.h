/** @file
 * A first-order model follows each series.
 */
#ifndef PHW_KGEN_FILTER_KALMAN_H
#define PHW_KGEN_FILTER_KALMAN_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "kalman": x_k = a x_(k-1) + w, seen with noise; about the mean. The steady
 * gain is that of the scalar Riccati equation. a is J0(2 pi doppler), `doppler` the
 * Doppler frequency times the interval between rows, or, when that is 0, estimated from
 * the series itself: a = r_2 / r_1, signal power r_1 / a, of its autocovariance r;
 * noise is the rest of r_0, or what snr_db says. With `smooth` the future is used as
 * well (Rauch, Tung and Striebel). A series that has no memory (r_1 or r_2 not
 * positive) is left as it is.
 *
 * Ends that estimate for themselves have slightly different filters: fix doppler and
 * snr_db where both are known. The output hangs together more than the input and is
 * charged as it is. PHW_ESHORT for less than 3 rows. */
extern PHW_API const phw_filter phw_filter_kalman;

PHW_END_C

#endif

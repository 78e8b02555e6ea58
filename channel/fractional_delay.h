/** @file
 * A delay by part of a sample, as a short filter.
 */
#ifndef PHW_CHANNEL_FRACTIONAL_DELAY_H
#define PHW_CHANNEL_FRACTIONAL_DELAY_H

#include "core/status.h"

PHW_BEGIN_C

/** Samples that a delayed one is made of. */
#define PHW_FRACTIONAL_DELAY_POINTS 24

/** Of which after the instant: those that have to be waited for. */
#define PHW_FRACTIONAL_DELAY_AHEAD 11

/** The filter for a delay of `fraction` of a sample (0..1, both included): y[i] = sum_k
 * weight[k] x[i + PHW_FRACTIONAL_DELAY_AHEAD - k] is x at i - fraction.
 *
 * The least-squares design (Laakso, Valimaki, Karjalainen, Laine, "Splitting the unit
 * delay", IEEE Signal Processing Magazine 1996, section on general least squares) over
 * |f| <= 0.405 of the rate, with a millionth of the weight beyond, so that the gain
 * there stays within 1.001. For |f| <= 0.4 of the rate the response is within -68 dB of
 * exp(-j 2 pi f fraction) at every frequency, -79 dB in the mean. PHW_EARG when
 * `fraction` is out of its range, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_fractional_delay(float weight[PHW_FRACTIONAL_DELAY_POINTS], double fraction);

PHW_END_C

#endif

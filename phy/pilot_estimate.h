/** @file
 * What known pilots say of a channel before any model of it: its response at their
 * frequencies by least squares, each value with the variance of its noise. What every
 * sounding waveform gives and every channel estimator takes.
 *
 * The model behind it: value_k = H(f_k) + circular noise of variance_k, independent of
 * the others', with H(f) = sum of a path's gain times e^(-j 2 pi f delay). Frequencies
 * in cycles a sample make delays samples; frequencies in Hz would make them seconds.
 */
#ifndef PHW_PHY_PILOT_ESTIMATE_H
#define PHW_PHY_PILOT_ESTIMATE_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most pilots of one estimate. */
#define PHW_PILOTS_MAX 65536

/** Arrays of n, borrowed: they stay whoever's they are. */
typedef struct phw_pilot_estimate {
    size_t n;                /**< pilots, 1..PHW_PILOTS_MAX */
    const double *frequency; /**< cycles a sample, strictly rising */
    const phw_cf *value;     /**< the channel's response there, by least squares */
    const float *variance;   /**< E|error|^2 of each value, > 0 */
} phw_pilot_estimate;

/** PHW_EARG when there are none, too many, or frequencies that do not rise or are not
 * finite; PHW_EINPUT, with the pilot's number, when a variance is not above 0 or a
 * value or variance is not finite. A `value` of NULL is not looked at. */
PHW_API PHW_MUST_USE phw_status
phw_pilot_estimate_check(const phw_pilot_estimate *pilots);

/** The mean of the pilots' variances. */
PHW_API double phw_pilot_estimate_noise(const phw_pilot_estimate *pilots);

/** The mean power of the values, less that of their noise; 0 when that is negative.
 * Without bias but for that. */
PHW_API double phw_pilot_estimate_power(const phw_pilot_estimate *pilots);

PHW_END_C

#endif

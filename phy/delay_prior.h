/** @file
 * What is known of a channel's delays before its pilots are looked at: taps of mean
 * power, independent of each other (wide-sense stationary uncorrelated scattering).
 */
#ifndef PHW_PHY_DELAY_PRIOR_H
#define PHW_PHY_DELAY_PRIOR_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most taps of a prior, and of a grid of delays. */
#define PHW_DELAY_TAPS_MAX 256

/** A plain value; powers sum to 1. */
typedef struct phw_delay_prior {
    size_t n;                         /**< taps, 1..PHW_DELAY_TAPS_MAX */
    double delay[PHW_DELAY_TAPS_MAX]; /**< samples, rising */
    double power[PHW_DELAY_TAPS_MAX]; /**< mean share of the power, >= 0 */
} phw_delay_prior;

/** Exponential: density e^(-(delay - earliest) / rms) from `earliest` on, cut at
 * 1/10000 of its start; taps `step` apart, each with the mass of its cell and in the
 * middle of it. rms 0: one tap. PHW_EARG for rms < 0 or step <= 0, and for more than
 * PHW_DELAY_TAPS_MAX taps: take a wider step. */
PHW_API PHW_MUST_USE phw_status phw_delay_prior_exponential(phw_delay_prior *out,
                                                            double earliest, double rms,
                                                            double step);

/** Uniform: the same density from `earliest` over sqrt(12) rms, so that its root mean
 * square spread is `rms`. As above. */
PHW_API PHW_MUST_USE phw_status phw_delay_prior_uniform(phw_delay_prior *out,
                                                        double earliest, double rms,
                                                        double step);

/** The taps themselves: delay[n] rising, power[n] of any sum > 0. PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_delay_prior_taps(phw_delay_prior *out,
                                                     const double *delay,
                                                     const double *power, size_t n);

/** The root mean square delay spread of the taps. */
PHW_API double phw_delay_prior_rms(const phw_delay_prior *prior);

PHW_END_C

#endif

/** @file
 * Calibration of two radios whose chains differ: the factor between what both measure
 * of one channel.
 *
 * h_AB = r_B h t_A and h_BA = r_A h t_B, so h_AB = m h_BA with
 * m = (r_B t_A) / (r_A t_B), which the channel is no part of (Shepard et al., "Argos:
 * practical many-antenna base stations", MobiCom 2012, section 4). m is estimated once
 * from pairs of frames and multiplied to every later h_BA.
 */
#ifndef PHW_CHANNEL_CALIBRATION_H
#define PHW_CHANNEL_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** m[n], for n subcarriers, from `n_frames` pairs of n_frames x n estimates of either
 * direction (row = frame) whose noise is of equal variance: total least squares, the
 * principal axis of each subcarrier's pairs, which noise does not pull towards 0 as it
 * does a quotient of sums. With `common_phase` each pair of frames may be turned as a
 * whole by the oscillators: the phases are estimated over the subcarriers and taken
 * off, and m's common phase is the first pair's. PHW_EARG for no frame or no
 * subcarrier, PHW_ESHORT when a subcarrier holds nothing but zeros in one direction,
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_calibration_estimate(phw_cf *m, const phw_cf *ab,
                                                         const phw_cf *ba,
                                                         size_t n_frames, size_t n,
                                                         bool common_phase);

/** Each of the n_frames rows of inout, estimates of h_BA, times m[n]. */
PHW_API void phw_calibration_apply(phw_cf *inout, const phw_cf *m, size_t n_frames,
                                   size_t n);

/** E|error of m|^2 to first order: noise_variance (1 + |m|^2) / (n_frames
 * channel_power), where channel_power is the mean |h_BA|^2 without noise over the
 * frames and noise_variance that of one estimate. */
PHW_API double phw_calibration_variance(double noise_variance, double channel_power,
                                        double m_power, size_t n_frames);

/** What a calibration leaves, for simulation: out[n] = 1 + CN(0, variance). */
PHW_API void phw_calibration_residual(phw_cf *out, size_t n, double variance,
                                      const phw_rng *rng);

PHW_END_C

#endif

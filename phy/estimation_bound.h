/** @file
 * How well anything can be estimated: Cramer and Rao's bounds in closed form, the
 * yardstick of the estimators' tests and of `phyward sounding evaluate`. Bounds of
 * variances hold for unbiased estimators; noise is circular and Gaussian.
 */
#ifndef PHW_PHY_ESTIMATION_BOUND_H
#define PHW_PHY_ESTIMATION_BOUND_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** Most delays of phw_bound_taps(), and waves of phw_bound_waves(). */
#define PHW_BOUND_TAPS_MAX  256
#define PHW_BOUND_WAVES_MAX 16

/** E|error|^2 of the response, the mean over the pilots, when it is made of paths at
 * the known delay[n_delays] and nothing else is known: with equal variances v it is
 * v n_delays / n (Kay, Fundamentals of Statistical Signal Processing: Estimation
 * Theory, 1993, chapter 4, the linear model). Without a model it is the pilots' own
 * variance. PHW_EARG for more than PHW_BOUND_TAPS_MAX delays or than pilots,
 * PHW_ENOCONV when they are too close to be told apart, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bound_taps(double *out,
                                               const phw_pilot_estimate *pilots,
                                               const double *delay, size_t n_delays);

/** Variance of the delay (samples squared) of a lone path of power |gain|^2 = `power`
 * whose complex gain is unknown: 1 / (8 pi^2 power sum (f - mean f)^2 / variance), the
 * mean weighted by 1 / variance. For n pilots df apart it is
 * 6 / ((2 pi df)^2 n (n^2 - 1) snr). Of several paths: phw_path_fit_bound(). Timing of
 * a known waveform is the same thing, with its bins' variances. Infinite for one pilot.
 */
PHW_API double phw_bound_delay(const phw_pilot_estimate *pilots, double power);

/** Variance of the frequency (cycles a sample, squared) of a known waveform[n] whose
 * phase is unknown, in noise of variance `noise` a sample, its amplitude as in
 * `waveform`: noise / (8 pi^2 sum |x|^2 (t - mean t)^2), the mean weighted by |x|^2; of
 * a constant envelope 6 / ((2 pi)^2 snr n (n^2 - 1)) (Rife and Boorstyn, IEEE Trans.
 * Inf. Theory 20 (1974) 591, equation 17). Infinite where no sample but one has energy.
 */
PHW_API double phw_bound_frequency(const phw_cf *waveform, size_t n, double noise);

/** Variance of the slope of n values a unit apart that each have variance `variance`:
 * 12 variance / (n (n^2 - 1)): of a clock's drift from n times of arrival, of a
 * frequency from n phases. Infinite for n < 2. */
PHW_API double phw_bound_slope(double variance, size_t n);

/** Variances of the spatial frequencies (cycles an element, squared) of n_waves plane
 * waves on a line of n_antennas evenly spaced ones, over n_snapshots: the waves come at
 * cycles[n_waves] with sample covariance covariance[n_waves][n_waves] (row i, column j:
 * the mean of s_i conj(s_j), as antenna 0 has them), noise of variance `noise` at each
 * antenna: noise / (2 n_snapshots) times the inverse's diagonal of Re((D^H P D) o
 * covariance^T), D the steering vectors' derivatives, P orthogonal to them (Stoica and
 * Nehorai, IEEE Trans. ASSP 37 (1989) 720, equation 2.11). For one wave 6 / ((2 pi)^2
 * n_snapshots snr n_antennas (n_antennas^2 - 1)). The angle's is that over (spacing in
 * wavelengths times cos angle)^2. PHW_EARG for as many waves as antennas or more than
 * PHW_BOUND_WAVES_MAX, PHW_ENOCONV for waves that can't be told apart, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bound_waves(double *out, const double *cycles,
                                                const phw_cf *covariance,
                                                size_t n_waves, size_t n_antennas,
                                                size_t n_snapshots, double noise);

PHW_END_C

#endif

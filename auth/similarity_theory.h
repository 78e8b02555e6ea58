/** @file
 * Closed forms of the similarity tests: how often each errs, over channels whose tones
 * are independent. Xiao, Greenstein, Mandayam and Trappe, "Using the physical layer for
 * wireless authentication in time-variant channels", IEEE Trans. Wireless Commun. 7(7),
 * 2008, for the difference; Carter, "Coherence and time delay estimation", Proc. IEEE
 * 75(2), 1987, for the correlation. s2 is the noise variance of one complex estimate.
 */
#ifndef PHW_AUTH_SIMILARITY_THEORY_H
#define PHW_AUTH_SIMILARITY_THEORY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The threshold that a chi-square statistic of `dof` > 0 degrees of freedom passes
 * with the probability `false_alarm`, 0..1. */
PHW_API double phw_chisq_threshold(double false_alarm, double dof);

/** P(found out) of an impostor whose channel is `lambda` = sum |He - Ha|^2 / s2 away
 * for good, 2 n degrees of freedom, no phase fitted: the noncentral law. */
PHW_API double phw_difference_detects_fixed(double threshold, size_t n, double lambda);

/** P(miss) of an impostor with a Rayleigh channel of the same mean power whose
 * correlation with the right one is `correlation` (1: the same, 0: independent, may be
 * negative), no phase fitted: P(chi2_2n <= threshold / (1 + snr (1 - correlation))).
 * snr = E|H|^2 / s2, linear. */
PHW_API double phw_difference_misses(double threshold, size_t n, double snr,
                                     double correlation);

/** Correlation of the channels at two places `distance` wavelengths apart among
 * scatterers all around: J0(2 pi distance) (Clarke, Bell Syst. Tech. J. 47, 1968). It
 * is not monotone: the best distances are not the greatest. */
PHW_API double phw_clarke_correlation(double distance);

/** A channel that moves from frame to frame, H_t = a H_{t-1} + sqrt(1 - a^2) w, and how
 * the difference is taken. */
typedef struct phw_moving_channel {
    double noise;   /**< s2 */
    double power;   /**< E|H|^2 of a tone */
    double step;    /**< a, 0..1, for Clarke's spectrum J0(2 pi fD T) */
    bool predicted; /**< H2 - a H1 instead of H2 - H1 */
} phw_moving_channel;

/** E|difference|^2 of a tone, v0, when the sender is the same: 2 s2 + 2 (1 - a) power,
 * predicted s2 (1 + a^2) + (1 - a^2) power. The statistic 2 sum |d|^2 / v0 then has 2 n
 * degrees of freedom. */
PHW_API double phw_moving_variance_same(const phw_moving_channel *c);

/** The same, v1, for an impostor whose channel has the correlation `correlation` with
 * the reference: 2 s2 + 2 power (1 - correlation), predicted
 * s2 (1 + a^2) + power (1 + a^2 - 2 a correlation). */
PHW_API double phw_moving_variance_other(const phw_moving_channel *c,
                                         double correlation);

/** P(miss) of that impostor: P(chi2_2n <= threshold v0 / v1). */
PHW_API double phw_moving_misses(double threshold, size_t n, double variance_same,
                                 double variance_other);

/** P(r > threshold) of the correlation test for two independent channels of n tones:
 * (1 - threshold)^(n - 1). */
PHW_API double phw_correlation_accepts_other(double threshold, size_t n);

/** P(r <= threshold) for two estimates of one Rayleigh channel at `snr` = E|H|^2 / s2,
 * linear, the second one step of `step` (a, as above; 1 for a channel at rest) later.
 * With g2 = (a snr / (1 + snr))^2, g = 1 - g2 threshold: threshold ((1 - g2) / g)^n
 * sum_{l=0}^{n-2} ((1 - threshold) / g)^l 2F1(-l, 1 - n; 1; g2 threshold) n >= 2; 0 <=
 * threshold <= 1. The polynomials come from their three-term recurrence. */
PHW_API double phw_correlation_rejects_same(double threshold, size_t n, double snr,
                                            double step);

/** P(r <= threshold) for two estimates of one channel, whatever it is, at snr = mean
 * |h|^2 / s2 over its n tones. 1 - r is the product of the two eigenvalues of the
 * estimates' Gram matrix over the product of their powers; twice the lesser over s2 is
 * what is left between two frames after a fit, chi-square with `dof` = 2 (n - 1)
 * degrees of freedom at a high ratio (2 n - 3 when a delay was fitted too), and the sum
 * of both is the power, 2 n s2 (1 + snr). So with k that quantile, r = (1 - k / (2 n (1
 * + snr)))^2. Of probabilities down to 0.01, simulations are
 * within a tenth from 10 dB on and within a sixth at 5 dB. */
PHW_API double phw_correlation_rejects_fixed(double threshold, size_t n, double snr,
                                             double dof);

/** The threshold at which that is `false_alarm`; 0 when the noise leaves none. */
PHW_API double phw_correlation_threshold_fixed(double false_alarm, size_t n, double snr,
                                               double dof);

/** The threshold at which phw_correlation_rejects_same() is `false_alarm`. */
PHW_API double phw_correlation_threshold(double false_alarm, size_t n, double snr,
                                         double step);

PHW_END_C

#endif

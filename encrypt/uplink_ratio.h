/** @file
 * The ratios of a protected uplink, defined once, because complex against real noise
 * and half steps against whole ones are factors of two each.
 *
 * At a receiver X (the reader R, the eavesdropper E), sample by sample:
 *     y[k] = L + g m[k] + h w[k] + z[k],   m[k] = +-1 the tag's level,
 * where
 *     L        leakage of the carrier and static reflection,
 *     g        half the step between the tag's two levels (on-off keying: levels 0,
 * 2g), w[k]     the artificial noise as sent, h its channel, P = E|w|^2 a sample, z[k]
 * circular complex noise of variance E|z|^2 = v a sample. n samples make a half bit;
 * y0, y1 are the means of a pair of half bits, high first for s = +1, and everything a
 * receiver of one antenna needs is D = (y0 - y1) / 2 = g s + h J + Z:  L cancels, J =
 * (w0 - w1) / 2.
 *
 *     sigma^2 = v / n          complex noise variance of a half-bit mean
 *     E|Z|^2  = sigma^2 / 2    circular
 *     Eb/N0   = 4 |g|^2 / sigma^2
 *     JSR     = |h|^2 P / |g|^2        a sample, both complex, at this receiver
 *     kappa   = E|J|^2 / P     what of the noise falls on the pair: 1 for antisymmetric
 *                              and random Manchester, 1/2 for noise independent a half
 *                              bit, 1 / (2n) for noise independent a sample
 *     beta    = 10^(-SIC/10)   residual power over power before the cancellation
 *     S       = |g|^2 / (var(D) / 2) = 2 / (2 / (Eb/N0) + beta kappa JSR)
 *                              the SNR of the decision, REAL noise: BER = Q(sqrt S) for
 *                              Gaussian noise
 * SIC is the ratio of average powers, taken to dB after averaging: the average of dB
 * values is 0.6 to 2.5 dB higher (mean of the logarithm of a chi-square).
 * All ratios are linear unless the name ends in _db.
 */
#ifndef PHW_ENCRYPT_UPLINK_RATIO_H
#define PHW_ENCRYPT_UPLINK_RATIO_H

#include "core/status.h"

PHW_BEGIN_C

/** 10 log10(ratio) and its inverse. */
PHW_API double phw_uplink_to_db(double ratio);

/** 10^(db / 10). */
PHW_API double phw_uplink_from_db(double db);

/** The noise variance v a sample that gives Eb/N0 with a half step g of power `tag` =
 * |g|^2 and n samples a half bit: 4 tag n / eb_n0. */
PHW_API double phw_uplink_noise_variance(double tag, double eb_n0, double n);

/** The power P to be sent so that the jammer-to-signal ratio is `jsr` at a receiver
 * that has |g|^2 = `tag` and |h|^2 = `channel` (> 0). */
PHW_API double phw_uplink_noise_power(double tag, double channel, double jsr);

/** S, the SNR of a decision over real noise, for Gaussian artificial noise; `residual`
 * is beta: 1 for who does not know the noise, 0 after perfect cancellation. HUGE_VAL
 * when there is no noise at all. */
PHW_API double phw_uplink_decision_snr(double eb_n0, double jsr, double kappa,
                                       double residual);

PHW_END_C

#endif

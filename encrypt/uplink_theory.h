/** @file
 * What theory says of a protected uplink: error rates and leaks in closed form or by
 * numeric integration, beside which simulation stands. The ratios are those of
 * encrypt/uplink_ratio.h, linear.
 */
#ifndef PHW_ENCRYPT_UPLINK_THEORY_H
#define PHW_ENCRYPT_UPLINK_THEORY_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Mutual information of an equiprobable +-sqrt(S) in real Gaussian noise of variance
 * 1, bits: 1 - E log2(1 + e^{-2 (S + sqrt(S) Z)}), to 1e-9. Eve's leak with circular
 * Gaussian noise is this at S = 2 / JSR; small S: S / (2 ln 2). */
PHW_API double phw_uplink_information_bpsk(double snr);

/** Error rate Q(sqrt S) of Eve's coherent decision after `n_reads` reads of the same
 * bits under fresh Gaussian noise: S = n_reads * phw_uplink_decision_snr(). */
PHW_API double phw_uplink_error_gaussian(double snr, double n_reads);

/** Least error rate against random Manchester noise of real amplitude a, tag g = 1,
 * real noise of deviation s: Q(1/s) + [Q((a-1)/s) - Q((2a-1)/s) - Q((a+1)/s) +
 * Q((2a+1)/s)] / 2. Exact for a above 1/2 or so, where the four points stay in order;
 * the floor at a = 1 is 1/4. */
PHW_API double phw_uplink_error_binary(double amplitude, double deviation);

/** Mutual information, bits, when the real noise takes M (2 to 4096) equispaced values
 * of power `jsr` (tag 1) and Eve's real noise has the SNR `snr`: binary is M = 2, large
 * M a uniform law. PHW_EARG out of range. */
PHW_API PHW_MUST_USE phw_status phw_uplink_information_lattice(double *bits,
                                                               unsigned n_levels,
                                                               double jsr, double snr);

/** d^2 = s^T (R_J + sigma^2 I)^-1 s: the deflection of the best test for +-s[n] in real
 * Gaussian noise of covariance r[n n] + variance I, by Cholesky; n from 1 to 512.
 * BER = Q(d), leak = phw_uplink_information_bpsk(d^2). PHW_EARG when the sum is not
 * positive definite; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_uplink_deflection(double *squared, const double *s,
                                                      const double *r, size_t n,
                                                      double variance);

/** SINR of the best combination of n antennas (tag g[n], noise h[n] of power P,
 * receiver noise `variance`): (|g|^2 - P |h^H g|^2 / (variance + P |h|^2)) / variance;
 * error rate Q(sqrt(2 SINR)). */
PHW_API double phw_uplink_combined_sinr(const phw_cf *g, const phw_cf *h, size_t n,
                                        double power, double variance);

PHW_END_C

#endif

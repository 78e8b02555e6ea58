/** @file
 * What envelopes of two noisy estimates of one Rayleigh channel have in common: closed
 * forms beside which the asymmetric agreement stands.
 *
 * With the complex estimates' correlation rho and r = |rho|^2, the powers X and Y (unit
 * mean) follow Kibble's bivariate gamma law of one degree, whose distribution function
 * is the series P(X <= x, Y <= y) = sum_k r^k A_k(x) A_k(y), A_0(x) = 1 - e^-x, A_k(x)
 * = (x / k) e^-x L_(k-1)^(1)(x), with Laguerre's polynomials (Kibble, Sankhya 5, 1941).
 */
#ifndef PHW_KGEN_ENVELOPE_THEORY_H
#define PHW_KGEN_ENVELOPE_THEORY_H

#include "core/status.h"

PHW_BEGIN_C

/** Most bits of a symbol. */
#define PHW_ENVELOPE_BITS_MAX 4

/** P(X <= x, Y <= y); rho 0 .. 0.9999, x and y 0 or more. NaN outside. */
PHW_API double phw_envelope_joint(double rho, double x, double y);

/** Share of bits that differ where both ends quantize to 2^n_bits equally likely
 * levels, Gray-coded; n_bits 1 .. PHW_ENVELOPE_BITS_MAX. NaN outside, as above. */
PHW_API double phw_envelope_disagreement(double rho, unsigned n_bits);

/** Mutual information of the envelopes, bits a probe: -log2(1 - r) - 2 r log2(e) / (1 -
 * r)
 * + E log2 I_0(Z), Z = 2 sqrt(r X Y) / (1 - r), where E sqrt(X Y) is pi / 4 times
 * Gauss' series 2F1(-1/2, -1/2; 1; r). NaN outside, as above. */
PHW_API double phw_envelope_information(double rho);

/** rho of two estimates of power ratios snr_a and snr_b: sqrt(snr_a snr_b / ((1 +
 * snr_a) (1 + snr_b))). */
PHW_API double phw_envelope_snr_correlation(double snr_a, double snr_b);

PHW_END_C

#endif

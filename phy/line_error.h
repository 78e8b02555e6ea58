/** @file
 * Bit error rates of line-coded on-off keying in closed form.
 *
 * The tag's two levels are 2g and 0 at the receiver, half bits are averaged, sigma^2 is
 * the complex noise variance of such a mean, and everywhere
 *     Eb/N0 = 4 |g|^2 / sigma^2     (linear, not dB),
 * which is Kargas' SNR |h0|^2 / sigma^2 with h0 = 2g, the full step (thesis, Technical
 * University of Crete; equations 3.17 to 3.19 for FM0). Each is exact for independent
 * circular Gaussian noise.
 */
#ifndef PHW_PHY_LINE_ERROR_H
#define PHW_PHY_LINE_ERROR_H

#include "core/status.h"

PHW_BEGIN_C

/** Q(x) = P(N(0, 1) > x). */
PHW_API double phw_gaussian_tail(double x);

/** Coherent Manchester: Q(sqrt(Eb/N0)). */
PHW_API double phw_line_error_coherent(double eb_n0);

/** Manchester by comparing the magnitudes of the two half bits, without leakage:
 * exp(-Eb/2N0) / 2. */
PHW_API double phw_line_error_envelope(double eb_n0);

/** Manchester by comparing the energies of L samples a half bit (L from 1 to 500):
 * 2^-(2L-1) e^{-y} sum_{n<L} c_n y^n with y = Eb/2N0 and
 * c_n = (1/n!) sum_{k=0}^{L-1-n} C(2L-1, k). */
PHW_API double phw_line_error_energy(double eb_n0, unsigned n_samples);

/** FM0 with memory, coherent: 2 q (1 - q), q = Q(sqrt(Eb/N0)). */
PHW_API double phw_line_error_fm0(double eb_n0);

/** FM0 with memory by magnitudes: e^{-y} (1 - e^{-y} / 2), y = Eb/2N0. */
PHW_API double phw_line_error_fm0_envelope(double eb_n0);

/** FM0 by slicing half bits, and Miller's codes likewise: 2 q (1 - q),
 * q = Q(sqrt(Eb/2N0)): 3 dB worse. */
PHW_API double phw_line_error_fm0_sliced(double eb_n0);

/** Miller's codes with memory, coherent: the union bound 1/2 Q(x) + Q(sqrt(2) x) + 3/2
 * Q(sqrt(3) x) + 5/2 Q(2 x), x^2 = Eb/2N0, of strings that differ in one to four half
 * bits, counted on the code's trellis; those of more add less than 1 % from 8 dB on. No
 * receiver is better than 1/2 Q(x): half of all bits have a neighbour that differs in
 * one half bit. */
PHW_API double phw_line_error_miller(double eb_n0);

/** Coherent Manchester over Rayleigh fading of mean `gamma` = 2 E|g|^2 / sigma^2 =
 * E[Eb/N0] / 2: (1 - sqrt(gamma / (1 + gamma))) / 2. */
PHW_API double phw_line_error_rayleigh(double gamma);

/** The same over the product of two independent Rayleigh paths, forward and back, by
 * numeric integration over the forward one. */
PHW_API double phw_line_error_double_rayleigh(double gamma);

PHW_END_C

#endif

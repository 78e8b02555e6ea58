/** @file
 * What physics alone keeps from an eavesdropper: secrecy capacities and outages of the
 * wiretap channels that have a closed form.
 *
 * Signal-to-noise ratios are linear (not dB), non-negative and finite, of Bob first;
 * those of fading channels are means; bits are bits a channel use, and a complex use
 * unless said otherwise. A rate is at least 0. Arguments outside give NaN.
 *
 * Secrecy capacity here is max(0, log2(1 + SNR of Bob) - log2(1 + SNR of Eve)),
 * Gaussian inputs. It speaks of infinitely long codes that nobody has: it is a measure
 * to compare places and powers with, no key and no encryption.
 */
#ifndef PHW_ENCRYPT_WIRETAP_H
#define PHW_ENCRYPT_WIRETAP_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Secrecy capacity without fading (Leung-Yan-Cheong and Hellman, IEEE T-IT 24(4),
 * 1978). */
PHW_API double phw_wiretap_awgn_bits(double snr_bob, double snr_eve);

/** Rayleigh fading, both channels independent: probability that there is any secrecy
 * capacity, gB / (gB + gE) (Bloch et al., IEEE T-IT 54(6), 2008). 0 when both are 0. */
PHW_API double phw_wiretap_rayleigh_positive(double snr_bob, double snr_eve);

/** The same: probability that it is below `rate`,
 * 1 - gB / (gB + 2^R gE) exp(-(2^R - 1) / gB). 1 for snr_bob = 0. */
PHW_API double phw_wiretap_rayleigh_outage(double snr_bob, double snr_eve, double rate);

/** The same: its mean, F(gB) - F(gB gE / (gB + gE)), F(x) = e^(1/x) E1(1/x) / ln 2;
 * constant power, both channels known afterwards. */
PHW_API double phw_wiretap_rayleigh_ergodic_bits(double snr_bob, double snr_eve);

/** Backscatter: one Rayleigh channel from the carrier's source to the tag stands before
 * both Rayleigh channels from it, so all three figures have it in common. The
 * probability of any is that of phw_wiretap_rayleigh_positive(); the outage is
 * 1 - gB / (gB + 2^R gE) z K1(z), z = 2 sqrt((2^R - 1) / gB). */
PHW_API double phw_wiretap_backscatter_outage(double snr_bob, double snr_eve,
                                              double rate);

/** The same: the mean, phw_wiretap_rayleigh_ergodic_bits() averaged over the common
 * channel by the trapezoid rule. */
PHW_API double phw_wiretap_backscatter_ergodic_bits(double snr_bob, double snr_eve);

/** What is sent of N antennas, `share` of the power along Bob's channel and the rest as
 * noise into the N - 1 directions that he does not hear (Goel and Negi, IEEE TWC 7(6),
 * 2008). */
typedef struct phw_wiretap_jamming {
    size_t n_antennas; /**< N, at least 2 */
    size_t n_eve;      /**< Eve's antennas, at least 1 */
    double share;      /**< in (0, 1] */
    double snr_eve; /**< mean, all power, a single antenna; counts for n_eve = 1, with
                       more Eve is taken to have no noise; HUGE_VAL: none either */
} phw_wiretap_jamming;

/** Probability that Eve's SINR, Rayleigh fading, best combining, is above x >= 0: with
 * c = (1 - share) / (share (N - 1)),
 * sum_(k < n_eve) C(N - 1, k) (c x)^k / (1 + c x)^(N - 1) (Zhou and McKay, IEEE TVT
 * 59(8), 2010), times exp(-x / (share snr_eve)) for one antenna with noise. 1 for
 * n_eve >= N: she nulls the noise out. */
PHW_API double phw_wiretap_jamming_tail(const phw_wiretap_jamming *j, double x);

/** A carrier and artificial noise of one transmitter's power, divided. All of them are
 * ratios at full power. */
typedef struct phw_wiretap_budget {
    double signal_bob; /**< A: signal to noise at the reader */
    double signal_eve; /**< C: at Eve */
    double noise_bob;  /**< B: artificial noise to noise at the reader */
    double noise_eve;  /**< D: at Eve */
    double residual; /**< share of the artificial noise that is left at the reader after
                        its cancellation, 10^(-dB / 10); 0: all is cancelled */
} phw_wiretap_budget;

/** Gaussian secrecy rate where `share` in [0, 1] of the power is the carrier's,
 * [log2(1 + f A / (1 + r (1 - f) B)) - log2(1 + f C / (1 + (1 - f) D))]+. */
PHW_API double phw_wiretap_budget_bits(const phw_wiretap_budget *b, double share);

/** The share that makes most of it. With r = 0 the closed form
 * (d - sqrt(d^2 - k m)) / k, m = d (A d - C) / (A D), d = 1 + D, k = D - C, kept to
 * [0, 1]; else a search to 1e-9. */
PHW_API double phw_wiretap_budget_share(const phw_wiretap_budget *b);

/** Power gain over one element's N towards angle b, relative to the beam's middle, of a
 * line of N >= 1 antennas half a wave apart that point at a:
 * [sin(N u) / (N sin u)]^2, u = pi (sin a - sin b) / 2. */
PHW_API double phw_wiretap_array_gain(size_t n_antennas, double beam_rad,
                                      double towards_rad);

/** Mutual information of +-1 sent, Gaussian noise: bits a real use at signal to real
 * noise `snr`, C(S) = 1 - E log2(1 + exp(-2 S - 2 sqrt(S) n)). The secrecy rate of the
 * binary channel is at least [C(Bob) - C(Eve)]+. */
PHW_API double phw_wiretap_binary_bits(double snr);

PHW_END_C

#endif

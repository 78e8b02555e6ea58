/** @file
 * Closed forms of fading: how often an envelope crosses a level, what two ends of a
 * link share, how far in time and frequency a channel hangs together. Levels are in
 * units of the RMS envelope, times in units of 1/fd, ratios linear.
 */
#ifndef PHW_CHANNEL_FADING_THEORY_H
#define PHW_CHANNEL_FADING_THEORY_H

#include "channel/spectrum.h"
#include "channel/taps.h"
#include "core/status.h"

PHW_BEGIN_C

/** Upward crossings of `level` in 1/fd, Clarke's spectrum, a steady wave without shift
 * of K times the rest's power (0: Rayleigh): sqrt(2 pi (K + 1)) r e^{-K - (K + 1) r^2}
 * I0(2 r sqrt(K (K + 1))) (Rice, Bell Syst. Tech. J. 27(1), 1948). */
PHW_API double phw_crossing_rate(double level, double k);

/** Mean time below `level` at a stretch, times fd: Pr(|h| <= level) over the rate. */
PHW_API double phw_fade_duration(double level, double k);

/** Correlation coefficient of two Rayleigh envelopes whose processes' correlation has
 * the size |R| = `correlation`, 0..1: (pi/4) (2F1(-1/2, -1/2; 1; |R|^2) - 1) / (1 -
 * pi/4). Near |R|^2, which is that of the powers, exactly. */
PHW_API double phw_envelope_correlation(double correlation);

/** Correlation of two ends' estimates whose channels are correlated by `correlation`
 * (J0(2 pi fd dt) for a turnaround dt under Clarke's spectrum): over sqrt((1 + 1/snr_a)
 * (1 + 1/snr_b)), each SNR > 0. */
PHW_API double phw_reciprocity(double correlation, double snr_a, double snr_b);

/** -log2(1 - rho^2): what one circular Gaussian value tells of another, bits. */
PHW_API double phw_shared_bits(double rho);

/** Estimates of three circular Gaussian channels of unit power: the channels' own real
 * correlations, and each estimate's SNR. */
typedef struct phw_three_estimates {
    double ab; /**< -1..1, as the others are */
    double ae;
    double be;
    double snr_a; /**< > 0, as the others are */
    double snr_b;
    double snr_e;
} phw_three_estimates;

/** I(A; B | E) in bits a value, log2(det S_AE det S_BE / (det S_ABE det S_E)): the most
 * that A and B can keep from an E that has her estimate of the same instant. NaN when
 * the correlations are those of no three channels. */
PHW_API double phw_secret_bits(const phw_three_estimates *estimates);

/** Frequency correlation at `offset_hz`, sum_l p_l e^{-j 2 pi offset tau_l} over sum
 * p_l: 1 at 0. */
PHW_API void phw_frequency_correlation(double *re, double *im, const phw_taps *taps,
                                       double offset_hz);

/** The least offset in Hz at which the frequency correlation's size is down to `level`,
 * 0..1; infinite when it is nowhere below 128 / (longest less shortest delay). */
PHW_API double phw_coherence_bandwidth(const phw_taps *taps, double level);

/** The least fd tau at which the correlation's size is down to `level`, 0..1; infinite
 * when it is nowhere below 128. */
PHW_API double phw_coherence_time(const phw_spectrum_choice *spectrum, double level);

PHW_END_C

#endif

/** @file
 * Mutual information rate of two stationary Gaussian series.
 */
#ifndef PHW_KGEN_INFORMATION_COHERENCE_H
#define PHW_KGEN_INFORMATION_COHERENCE_H

#include "kgen/information.h"

PHW_BEGIN_C

/** The entry "coherence": -int_0^(1/2) log2(1 - C(f)) df of the magnitude-squared
 * coherence C of a's component with b's of the same number, added up over the
 * components. It charges what a series' own past tells, which correlation does not.
 * Welch's spectra: segments of `segment` rows (0: 256, or the largest power of two of
 * which four fit), half overlapping, mean taken off, Hann's window; C less its bias,
 * (C - 1/K) / (1 - 1/K) with K = 0.9 * 2 n / segment, and not below 0; trapezoid rule.
 * Independent series then show (1 - 1/K)^(K - 1) / ((K - 1) 2 ln 2): told as the bias,
 * a floor and not taken off. Rows count as evenly spaced. */
extern PHW_API const phw_information phw_information_coherence;

PHW_END_C

#endif

/** @file
 * Closed forms of a surface between ends whose hops to its N elements are independent
 * Rayleigh fading of unit power, as is the direct path where there is one.
 */
#ifndef PHW_CHANNEL_SURFACE_THEORY_H
#define PHW_CHANNEL_SURFACE_THEORY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** E|h|^4 / (E|h|^2)^2 of the sum at random phases: 2 + 2/N, which tends to Rayleigh
 * fading's 2. Its mean power is N. */
PHW_API double phw_surface_random_kurtosis(size_t n);

/** Mean amplitude that is left of an element whose phase is the nearest of 2^bits:
 * sinc(2^-bits) = sin(x)/x, x = pi / 2^bits; 1 for bits = 0, any phase. */
PHW_API double phw_surface_phase_loss(unsigned bits);

/** E|h|^2 of the sum at phases that are aligned (phw_surface_align()) to a direct path,
 * N + N (N - 1) (pi/4)^2 s^2, s the loss above, without that path, and 1 + N pi^1.5 s /
 * 4 more with it. */
PHW_API double phw_surface_aligned_power(size_t n, unsigned bits, bool with_direct);

/** Correlation of the channels of two rounds of phases that are drawn anew, over paths
 * that stand still: |h_d|^2 / (|h_d|^2 + sum_n |g_n|^2), g_n the path by element n.
 * What is new in a round has the power of that sum. */
PHW_API double phw_surface_round_correlation(double direct_power, double sum_power);

PHW_END_C

#endif

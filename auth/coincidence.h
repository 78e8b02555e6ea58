/** @file
 * How often a channel that has nothing to do with the reference looks like it all the
 * same: the chance that is left when a frame is not told apart.
 *
 * With u and v unit vectors of n complex tones, u fixed and v drawn evenly over all
 * directions (as independent Rayleigh tones and noise are, whatever their power), r =
 * |u^H v|^2 is beta distributed with 1 and n - 1. A smooth channel of L independent
 * taps has n = L.
 */
#ifndef PHW_AUTH_COINCIDENCE_H
#define PHW_AUTH_COINCIDENCE_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** P(r >= level) = (1 - level)^(n - 1); 1 for level <= 0, 0 for level > 1. n >= 1. */
PHW_API double phw_coincidence(double level, size_t n);

/** P(Re u^H v >= cosine), the phase not free: a coordinate of an even direction in 2 n
 * real dimensions, whose square is beta distributed with 1/2 and n - 1/2. */
PHW_API double phw_coincidence_real(double cosine, size_t n);

/** A bound from above on the probability that r reaches the level anywhere while u
 * moves along a curve of that length, i.e. a delay is searched: P(r >= level) at its
 * start and the mean number of crossings on the way (Rice, Bell Syst. Tech. J. 23,
 * 1944),
 *     length Gamma(n) / (sqrt(pi) Gamma(n - 1/2)) sqrt(level) (1 - level)^(n - 3/2)
 * for any curve: given r, u' without its part along u meets one coordinate of an even
 * direction in 2 n - 2 real dimensions. length >= 0 is that of the part, integrated:
 * for delays d within [-range, range] it is 2 range 2 pi sigma, sigma^2 the variance of
 * the tones' positions x under the weights |u_k|^2. */
PHW_API double phw_coincidence_searched(double level, size_t n, double length);

PHW_END_C

#endif

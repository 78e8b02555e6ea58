/** @file
 * Closed forms of the dyadic channel h = h_forward h_back of a backscatter tag whose
 * hops are Rayleigh fading of unit power (Griffin and Durgin, "Gains for RF tags using
 * multiple antennas", IEEE Trans. Antennas Propag. 56(2), 2008).
 */
#ifndef PHW_CHANNEL_TAG_THEORY_H
#define PHW_CHANNEL_TAG_THEORY_H

#include "core/status.h"

PHW_BEGIN_C

/** P(|h| <= r) of independent hops: 1 - 2 r K_1(2 r); 0 for r <= 0. */
PHW_API double phw_tag_dyadic_cdf(double r);

/** E|h|^k, k >= 0, of independent hops: Gamma(1 + k/2)^2, so pi/4, 1 and 4 for k = 1, 2
 * and 4. */
PHW_API double phw_tag_dyadic_moment(double k);

/** E|h|^k of a monostatic reader, h = h_forward^2: Gamma(1 + k), so 2 and 24 for k = 2
 * and 4. */
PHW_API double phw_tag_monostatic_moment(double k);

/** E|h|^2 of hops with the correlation |rho|: 1 + |rho|^2. */
PHW_API double phw_tag_mean_power(double rho);

PHW_END_C

#endif

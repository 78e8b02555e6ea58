/** @file
 * Rice's distribution: the envelope of a steady wave in circular Gaussian noise.
 */
#ifndef PHW_CHANNEL_RICE_H
#define PHW_CHANNEL_RICE_H

#include "core/status.h"

PHW_BEGIN_C

/** Largest K that laws take, and the inverse of the least. */
#define PHW_RICE_K_MAX_DB 40

/** Pr(|h| <= r) = 1 - Q_1(sqrt(2 K), r sqrt(2 (K + 1))), E|h|^2 = 1, to 1e-10; K is the
 * steady power over the rest, 0..1e5, linear. 0 for r <= 0. */
PHW_API double phw_rice_cdf(double k, double r);

PHW_END_C

#endif

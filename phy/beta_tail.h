/** @file
 * The tail of a beta distribution with whole parameters: what decides when a share of
 * energy is too large to be noise.
 */
#ifndef PHW_PHY_BETA_TAIL_H
#define PHW_PHY_BETA_TAIL_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** P(X > x) for X of a beta distribution with parameters a, b >= 1, 0 < x < 1: of a sum
 * of a and one of b exponential variables of one mean, how often the first's share is
 * above x. It is the probability of fewer than a successes in a + b - 1 trials of
 * probability x (Abramowitz and Stegun, equation 26.5.24). */
double phw_beta_tail(double x, size_t a, size_t b);

/** The x at which phw_beta_tail() is `probability`, 0 < probability < 1. */
double phw_beta_threshold(double probability, size_t a, size_t b);

PHW_END_C

#endif

/** @file
 * Logarithms for what two hosts must agree on to the last bit: made of + - * / sqrt and
 * comparisons alone, which IEEE 754 rounds exactly, in a fixed order.
 */
#ifndef PHW_KGEN_PUBLIC_MATH_H
#define PHW_KGEN_PUBLIC_MATH_H

#include "core/status.h"

PHW_BEGIN_C

/** ln x, x > 0 and finite, to some 10^-15 relative. */
PHW_API double phw_public_log(double x);

/** x with P(X > x) = p for a standard normal X, p in (0, 1/2]: to 5e-4 (Abramowitz and
 * Stegun 26.2.23). */
PHW_API double phw_public_normal_quantile(double p);

/** Binary entropy in bits, p in [0, 1]. */
PHW_API double phw_public_entropy(double p);

PHW_END_C

#endif

/** @file
 * How far the sign of each value can be relied on, said in public by both ends: levels
 * of magnitude by the leader, grades by the follower.
 */
#ifndef PHW_KGEN_TRUST_H
#define PHW_KGEN_TRUST_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Levels of magnitude. */
#define PHW_TRUST_LEVELS 16

/** Grades: a smaller one is likelier to differ. The last one is left out. */
#define PHW_TRUST_GRADES 32

/** The grade of what is left out. */
#define PHW_TRUST_HOPELESS (PHW_TRUST_GRADES - 1)

/** What the leader says of z[n], values of unit power: level l is |z| in [2^((l - 9) /
 * 3), 2^((l - 8) / 3)), the first and the last one open. A function of magnitudes. */
PHW_API void phw_trust_levels(uint8_t *level, const double *z, size_t n);

/** The middle of a level, on the scale of octaves. */
PHW_API double phw_trust_magnitude(uint8_t level);

/** The correlation rho[n] of the two ends' values around each row, as the follower
 * finds it from magnitudes alone: that of the greatest likelihood of the leader's |a|
 * (the middle of its level) and its own |b|,
 *
 *     cosh(rho |a| |b| / (1 - rho^2)) exp(-rho^2 (a^2 + b^2) / (2 (1 - rho^2)))
 *         / sqrt(1 - rho^2),
 *
 * among 48 values from 0.02 to 0.9997, over the rows [i - h, i + h], h = max(20, i /
 * 4). No sign has to be compared for it. PHW_EPEER for a level that does not exist;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trust_fit(double *rho, const uint8_t *level,
                                              const double *z, size_t n);

/** The follower's magnitude below which it drops a sign: where the signs of jointly
 * Gaussian values of magnitudes |a| (of that level) and this one differ with odds 1 to
 * exp(2). */
PHW_API double phw_trust_threshold(uint8_t level, double rho);

/** What the follower answers: the grade of each sign, from the leader's levels and the
 * magnitudes of its own z[n], values of unit power.
 *
 * Signs below phw_trust_threshold() are left out; that much is said of each
 * magnitude |b|, and no more: the others differ with probability p = Q(s + d) / (Q(s +
 * d) + Q(s - d)), d = rho |a| / sqrt(1 - rho^2), s = threshold / sqrt(1 - rho^2), Q the
 * tail of the normal, taken as 0.002 + 0.996 p for tails that the model does not have,
 * and graded as the nearest of phw_trust_rate(). What has a higher p than the
 * geometric mean of 0.25 and 0.25 / 0.85 is left out too. Errors as
 * phw_trust_fit(). */
PHW_API PHW_MUST_USE phw_status phw_trust_grades(uint8_t *grade, const uint8_t *level,
                                                 const double *z, size_t n);

/** The error rate of a grade that is not left out: 0.25 0.85^grade, the same to the
 * last bit on every host. */
PHW_API double phw_trust_rate(uint8_t grade);

PHW_END_C

#endif

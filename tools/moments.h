/** @file
 * Count, mean and spread of values that come one by one, or in parts.
 */
#ifndef PHW_TOOLS_MOMENTS_H
#define PHW_TOOLS_MOMENTS_H

#include <stdint.h>

#include "tools/interval.h"

/** A zeroed one has no values. */
typedef struct phw_moments {
    uint64_t n;
    double mean;
    double squares; /**< sum of (x - mean)^2 */
} phw_moments;

/** One value more; what is not finite is left out. (Welford, Technometrics 4, 1962.) */
void phw_moments_add(phw_moments *inout, double x);

/** All values of `part` more (Chan, Golub and LeVeque, Am. Stat. 37, 1983). */
void phw_moments_merge(phw_moments *inout, const phw_moments *part);

/** Student's 95 % interval of the mean; infinite for fewer than two values. */
phw_interval phw_moments_interval(const phw_moments *m);

#endif

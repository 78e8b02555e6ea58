/** @file
 * Confidence intervals of what trials gave.
 */
#ifndef PHW_TOOLS_INTERVAL_H
#define PHW_TOOLS_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

/** An interval, 95 % unless said otherwise. */
typedef struct phw_interval {
    double low;
    double high;
} phw_interval;

/** Clopper and Pearson's exact 95 % interval of a probability from `k` hits in `n`
 * trials (Biometrika 26, 1934), Wilson's where both are above 1000; [0, 1] for
 * n = 0. */
phw_interval phw_interval_share(uint64_t k, uint64_t n);

/** Wilson's score interval of the same (J. Am. Stat. Assoc. 22, 1927), 95 %: narrower
 * where trials are few, and right on average instead of always. [0, 1] for n = 0. */
phw_interval phw_interval_wilson(uint64_t k, uint64_t n);

/** Student's 95 % interval of the mean of x[n]; infinite for n below 2. `mean` gets the
 * mean, NaN for n = 0. */
phw_interval phw_interval_mean(double *mean, const double *x, size_t n);

#endif

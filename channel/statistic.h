/** @file
 * A measured figure beside its closed form, and how far apart they are in standard
 * errors.
 *
 * Where a figure is the mean of independent trials, its standard error is what the
 * trials themselves scatter by: right for any law and any correlation within a trial. A
 * figure of one run takes the number of its independent samples from the model
 * (phw_process_independent()), a distribution's distance its own law.
 */
#ifndef PHW_CHANNEL_STATISTIC_H
#define PHW_CHANNEL_STATISTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Standard errors that a right figure stays within: two-sided 5.7e-7. */
#define PHW_STATISTIC_LIMIT 5.0

/** Most figures of one list. */
#define PHW_STATISTICS_MAX 256

/** One figure. */
typedef struct phw_statistic {
    char name[56]; /**< "power, worst tap" */
    char at[40];   /**< where: "tap 3", "0.25/fd", or "" */
    double measured;
    double expected;
    double standard_error;  /**< of `measured`, > 0; NaN for what is exact */
    double standard_errors; /**< (measured - expected) / standard_error */
    double limit;           /**< `standard_errors` stays within +- this much */
    bool pass;
} phw_statistic;

/** Figures in the order they were found; a zeroed one is empty. */
typedef struct phw_statistics {
    phw_statistic row[PHW_STATISTICS_MAX];
    size_t n;
} phw_statistics;

/** How a figure is judged. */
typedef enum phw_statistic_side {
    PHW_STATISTIC_BOTH = 0, /**< off when too small or too great */
    PHW_STATISTIC_LEAST,    /**< off when too small only */
    PHW_STATISTIC_MOST      /**< off when too great only */
} phw_statistic_side;

/** Adds a figure. `n_looked_at` is out of how many it was chosen as the worst (1: not
 * chosen): the limit grows so that any of them exceeds it as rarely as one exceeds
 * PHW_STATISTIC_LIMIT (Bonferroni). A standard error below 1e-6 of the expected value,
 * the rounding of single precision, counts as that. NaN is off. PHW_EARG when the list
 * is full. */
PHW_API PHW_MUST_USE phw_status phw_statistics_add(phw_statistics *out,
                                                   const phw_statistic *figure,
                                                   phw_statistic_side side,
                                                   size_t n_looked_at);

/** Adds a distance whose probability under the model is `p`: its standard errors are
 * the normal deviate that is exceeded, two-sided, as rarely. */
PHW_API PHW_MUST_USE phw_status phw_statistics_add_probability(
    phw_statistics *out, const phw_statistic *figure, double p, size_t n_looked_at);

/** Whether all pass. */
PHW_API bool phw_statistics_pass(const phw_statistics *s);

/** A mean over independent trials; a zeroed one is empty. */
typedef struct phw_trial_mean {
    size_t n;
    double mean;
    double square; /**< sum of squared deviations */
} phw_trial_mean;

/** One trial more (Welford's update). */
PHW_API void phw_trial_mean_add(phw_trial_mean *m, double value);

/** The standard error of the mean; 0 for fewer than two trials. */
PHW_API double phw_trial_mean_error(const phw_trial_mean *m);

/** Kolmogorov and Smirnov's distance of u[n], n >= 1 (sorted here), from the uniform
 * law on (0, 1). `p` gets the probability of a greater one under that law. */
PHW_API double phw_statistic_kolmogorov(double *p, double *u, size_t n);

/** Pearson's chi-square of u[n] in `n_bins` equal bins of (0, 1), 2..64, over its
 * n_bins - 1 degrees of freedom (so 1 is expected). `p` gets the probability of a
 * greater one. */
PHW_API double phw_statistic_chi_square(double *p, const double *u, size_t n,
                                        size_t n_bins);

PHW_END_C

#endif

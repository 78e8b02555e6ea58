/** @file
 * Values of a source over its trials, and figures of each value together: the pooled
 * one and the worst.
 */
#ifndef PHW_CHANNEL_ENSEMBLE_H
#define PHW_CHANNEL_ENSEMBLE_H

#include <stddef.h>

#include "channel/statistic.h"
#include "channel/validation.h"

PHW_BEGIN_C

/** Where trial `trial` begins, in units of 1/fd, so that the trials meet every part of
 * whatever a generator makes its processes of (epochs, redraws). */
PHW_API double phw_ensemble_start(size_t trial);

/** The instant x, in units of 1/fd, in seconds; 0 where nothing moves. */
PHW_API double phw_ensemble_time_s(const phw_validation_subject *subject, double x);

/** `count` rows of source->n values of one trial, `spacing` apart from `start` on (both
 * in 1/fd), each divided by the square root of its expected power. As the source fails.
 */
PHW_API PHW_MUST_USE phw_status phw_ensemble_read(phw_cf *out,
                                                  const phw_validation_subject *subject,
                                                  size_t trial, double start,
                                                  double spacing, size_t count);

/** Sets what was measured and expected and the error to the mean over n independent
 * values; the rest of the figure is the caller's. */
PHW_API void phw_ensemble_pool(phw_statistic *inout, const phw_trial_mean *value,
                               const double *expected, size_t n);

/** How many standard errors a mean is off, without sign. */
PHW_API double phw_ensemble_off(const phw_trial_mean *value, double expected);

/** One figure of each of n values (their means over the trials), all with the same
 * closed form but for `expected`[n]. Adds "NAME", their mean, and when there are
 * several "NAME, worst tap". `figure` gives name and place. PHW_EARG as
 * phw_statistics_add(). */
PHW_API PHW_MUST_USE phw_status phw_ensemble_add(phw_statistics *out, const char *name,
                                                 const char *at,
                                                 const phw_trial_mean *value,
                                                 const double *expected, size_t n);

PHW_END_C

#endif

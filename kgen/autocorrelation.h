/** @file
 * A series' likeness to itself after a time.
 */
#ifndef PHW_KGEN_AUTOCORRELATION_H
#define PHW_KGEN_AUTOCORRELATION_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** r[0 .. n_lags] of x[n] less its mean, r[0] = 1: the sums over n, which are an
 * autocorrelation (never negative definite) also when n is small; n_lags < n. Errors as
 * phw_series_check(); PHW_EARG for too many lags. */
PHW_API PHW_MUST_USE phw_status phw_autocorrelation(double *r, const double *x,
                                                    size_t n, size_t n_lags);

/** What r would be at lag 0 without the white noise that adds to r[0] alone, from r[1],
 * r[2], r[3] by the even polynomial through them: (15 r1 - 6 r2 + r3) / 10, within 0.05
 * .. 1. Where the series is read too seldom for that (r[1] below one half) the noise
 * can't be told, and it is 1. */
PHW_API double phw_autocorrelation_signal(const double *r);

PHW_END_C

#endif

/** @file
 * Autocovariance of a series, and the plain models that are fitted to it.
 */
#ifndef PHW_KGEN_AUTOCOVARIANCE_H
#define PHW_KGEN_AUTOCOVARIANCE_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** r[0 .. n_lags]: r[l] = 1/n sum_k (x[k] - m)(x[k + l] - m), m the mean of x[n]; zero
 * from lag n on. Biased towards 0, so that no model of it is unstable. n >= 1. */
PHW_API void phw_autocovariance(double *r, size_t n_lags, const double *x, size_t n);

/** Power at lag 0 without white noise: the even polynomial of order 4 through r[1],
 * r[2] and r[3], (15 r[1] - 6 r[2] + r[3]) / 10, kept within [0, r[0]]. */
PHW_API double phw_autocovariance_signal(const double *r);

/** Autoregressive coefficients a[order] of x[n] about its mean by Burg's method, and
 * the variance of what they leave over (may be NULL): x_k = sum a_i x_(k - 1 - i) +
 * e_k. All 0 for a constant series. PHW_ESHORT for n below 2 order + 2; PHW_ENOMEM.
 * Burg, 37th meeting of the SEG, 1967. */
PHW_API PHW_MUST_USE phw_status phw_autoregression(double *a, double *variance,
                                                   size_t order, const double *x,
                                                   size_t n);

PHW_END_C

#endif

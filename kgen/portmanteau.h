/** @file
 * How much a series hangs together over many lags at once.
 */
#ifndef PHW_KGEN_PORTMANTEAU_H
#define PHW_KGEN_PORTMANTEAU_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Lags that are looked at. */
#define PHW_PORTMANTEAU_LAGS 32

/** Upper 99 % bound of n sum_j rho_j^2 over the autocorrelation rho of x[n], of zero
 * mean, at lags 1 to m = PHW_PORTMANTEAU_LAGS or n / 8, the less: the noncentrality up
 * to which the statistic
 *
 *     Q = sum_j (sum_i x_i x_(i+j) / sum_i x_i^2)^2 n^2 / (n - j)
 *
 * (Box and Pierce, JASA 65, 1970, each lag by its own number of products) would still
 * be that small in one of a hundred series, Q as noncentral chi-square of m degrees. An
 * autoregressive model that is chosen by its likelihood overlooks memory that is thin
 * and long; this does not. Infinite for a series without power or of fewer than 16
 * values. */
PHW_API double phw_portmanteau_bound(const double *x, size_t n);

/** That statistic over n_lags < n lags; infinite for a series without power. */
PHW_API double phw_portmanteau_statistic(const double *x, size_t n, size_t n_lags);

/** The noncentrality up to which a statistic q of so many degrees would still be that
 * small in one of a hundred. Infinite for q from 5e4 on or not a number. */
PHW_API double phw_portmanteau_noncentrality(double q, double degrees);

/** P(Q <= q) of a noncentral chi-square of `degrees` degrees and noncentrality
 * `delta`: a Poisson mixture of central ones, terms summed until what is left is below
 * 1e-10. q, delta in [0, 1e5]. */
PHW_API double phw_portmanteau_below(double q, double degrees, double delta);

PHW_END_C

#endif

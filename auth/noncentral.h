/** @file
 * The noncentral chi-square distribution, which neither GSL nor a sound part of
 * liquid-dsp has: the law of a sum of squared normals with means.
 */
#ifndef PHW_AUTH_NONCENTRAL_H
#define PHW_AUTH_NONCENTRAL_H

#include "core/status.h"

PHW_BEGIN_C

/** P(X > x) for X noncentral chi-square with `dof` > 0 degrees of freedom and
 * noncentrality `lambda` >= 0: the Poisson(lambda / 2) mixture of central ones
 * (Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, 2nd ed.,
 * eq. 29.2), summed outwards from its mode. Within 1e-12 up to lambda 1e6; 1 for x <=
 * 0, NaN where an argument is NaN or out of range. */
PHW_API double phw_noncentral_chisq_q(double x, double dof, double lambda);

PHW_END_C

#endif

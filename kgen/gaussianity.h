/** @file
 * How far the spectrum of a series is from that of a stationary Gaussian one.
 */
#ifndef PHW_KGEN_GAUSSIANITY_H
#define PHW_KGEN_GAUSSIANITY_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** A departure from which on a spectrum is not taken for that of a stationary Gaussian
 * series: one of a hundred that are gets so far. */
#define PHW_GAUSSIANITY_MOST 4.0

/** The departure of z[n], coefficients of a cosine transform over the root of the power
 * around them, from independent normals: the largest of four scores, which pass
 * PHW_GAUSSIANITY_MOST for one of a hundred of those.
 *
 * - Signs that hang together here and there: phw_portmanteau_statistic() of every block
 *   of 64 values, 16 lags. A chirp is at one instant in every block, at another in the
 *   next, and the average over blocks is white.
 * - Signs that hang together far apart: the largest autocorrelation up to lag n / 2. A
 *   series whose power swings with period P has it at lag 2 N / P.
 * - Lines: the excess kurtosis, over sqrt(24 / n). What is periodic, or a sum of few
 *   waves, has most of its power in few coefficients.
 * - Magnitudes that hang together: the statistic of log(z^2 + 0.01) less its
 *   mean over 64 or n / 32 values to either side, 32 lags.
 *
 * A series of few degrees of freedom, whose true entropy is some bits, shows in one of
 * them, unless it was made not to: a pseudorandom sequence that the other side knows is
 * normal and white. A test can only refute. Infinite without power. PHW_ESHORT below
 * 32 values; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_gaussianity_departure(double *score,
                                                          const double *z, size_t n);

PHW_END_C

#endif

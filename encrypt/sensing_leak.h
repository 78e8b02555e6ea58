/** @file
 * What a keyed reference of constant modulus does not hide, as attacks that work
 * without the key. It is here so that nobody claims more for the reference than it
 * does: these are to succeed.
 *
 * Both cancel the unknown symbols element by element; phw_range_doppler_estimate() of
 * what is left then finds the path.
 */
#ifndef PHW_ENCRYPT_SENSING_LEAK_H
#define PHW_ENCRYPT_SENSING_LEAK_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/range_doppler.h"

PHW_BEGIN_C

/** One antenna: |y|^2 less its mean is |H|^2 and noise, whose transform is the
 * autocorrelation of the delay-Doppler response: a peak where two paths differ, and
 * another one at the opposite, which phw_sensing_leak_fold() takes for the same. `out`
 * may be `y`. */
PHW_API void phw_sensing_leak_powers(phw_cf *out, const phw_cf *y, size_t n);

/** The peak or its opposite, whichever has its delay in [0, 1 / (2 df)]: the later path
 * less the earlier one, if they are no further apart. */
PHW_API void phw_sensing_leak_fold(phw_range_doppler_peak *inout,
                                   const phw_range_doppler_grid *grid);

/** Passive radar, two antennas: one hears the sender, the other what is to be watched.
 * surveillance conj(reference): the difference of their delays and Doppler shifts.
 * `out` may be either input. */
PHW_API void phw_sensing_leak_product(phw_cf *out, const phw_cf *surveillance,
                                      const phw_cf *reference, size_t n);

PHW_END_C

#endif

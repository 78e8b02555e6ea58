/** @file
 * ESPRIT: the waves in evenly spaced values, from the turn between two copies of the
 * vectors a place apart (Roy and Kailath, IEEE Trans. ASSP 37 (1989) 984).
 */
#ifndef PHW_PHY_ESPRIT_H
#define PHW_PHY_ESPRIT_H

#include <stddef.h>

#include "core/status.h"
#include "phy/subspace.h"

PHW_BEGIN_C

/** Most waves. */
#define PHW_ESPRIT_MAX 32

/** cycles[n_waves], rising, in [-1/2, 1/2): what the waves of a split subspace turn by
 * from one place to the next, by least squares. A path of a delay turns evenly spaced
 * pilots by -delay times their distance; a plane wave from `angle` off broadside turns
 * a line of antennas by their spacing in wavelengths times sin(angle).
 *
 * Of one wave, in vectors of m + 1, at a high ratio of signal to noise: with N
 * independent vectors the variance is 1 / ((2 pi)^2 N snr m^2) (Rao and Hari, IEEE
 * Trans. ASSP 37 (1989) 1990), with all K = n - m windows of one vector of n it is
 * min(K, m) / ((2 pi)^2 snr K^2 m^2): at best, with m = 2 n / 3, 27 / 24 of the bound
 * (Hua and Sarkar, IEEE Trans. ASSP 38 (1990) 814).
 * PHW_EARG for as many waves as places or more than PHW_ESPRIT_MAX, PHW_ENOCONV. */
PHW_API PHW_MUST_USE phw_status phw_esprit(double *cycles, const phw_subspace *s,
                                           size_t n_waves);

PHW_END_C

#endif

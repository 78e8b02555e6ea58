/** @file
 * MUSIC: waves are where the steering vector stands on the noise's directions
 * (Schmidt, IEEE Trans. Antennas Propag. 34 (1986) 276).
 */
#ifndef PHW_PHY_MUSIC_H
#define PHW_PHY_MUSIC_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/subspace.h"

PHW_BEGIN_C

/** How much of a steering vector, any of the subspace's length, lies in the noise's
 * directions: |its part there|^2 over all of it, 0..1 for a split subspace of n_waves
 * waves, fewer than the length. MUSIC's spectrum is 1 over it; any array of any shape
 * is searched with it. */
PHW_API double phw_music_rest(const phw_subspace *s, size_t n_waves,
                              const phw_cf *steering);

/** cycles[*n_found], rising, in [-1/2, 1/2), at most n_waves: the deepest minima of
 * that rest over the evenly spaced vectors e^(j 2 pi cycles i), each to far below the
 * bound. Fewer are found when waves are too close to make two minima. For independent
 * vectors the variance of one wave's is the bound at a high ratio of signal to noise
 * (Stoica and Nehorai, IEEE Trans. ASSP 37 (1989) 720). PHW_EARG for as many waves as
 * places. */
PHW_API PHW_MUST_USE phw_status phw_music_search(double *cycles, size_t *n_found,
                                                 const phw_subspace *s, size_t n_waves);

PHW_END_C

#endif

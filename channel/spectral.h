/** @file
 * Epochs of Gaussian noise with a given Doppler spectrum, made in the frequency domain.
 *
 * An epoch is the periodic, band-limited process
 *     g(x) = sum_{k=-B..B} sqrt(w_k) z_k e^{j 2 pi k x / N},  z_k ~ CN(0, 1),
 * where x counts grid points, eight to a period 1/fg of the grid's largest Doppler
 * shift, N points are a period of the epoch and bin B = N/8 lies at fg. The weight w_k
 * is the share of the spectrum that falls within half a bin of bin k, so the power is 1
 * exactly and no bin is left out or singular (the bins of Young and Beaulieu, IEEE
 * Trans. Commun. 48(7), 2000, drop DC). Power at one
 * shift alone (a line) moves to the middle of its bin, by fg/1024 at most.
 */
#ifndef PHW_CHANNEL_SPECTRAL_H
#define PHW_CHANNEL_SPECTRAL_H

#include <stddef.h>
#include <stdint.h>

#include "channel/spectrum.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Grid points in 1/fg. */
#define PHW_SPECTRAL_OVERSAMPLING 8

/** Grid points of an epoch, N: 512/fg. */
#define PHW_SPECTRAL_POINTS 4096

/** Bin of the largest Doppler shift, B: points over oversampling. */
#define PHW_SPECTRAL_EDGE 512

/** The weights and the transform. Belongs to one thread. */
typedef struct phw_spectral phw_spectral;

/** For a spectrum on a grid whose largest shift is fg = `edge` fd, as seen from
 * `centre` fd; what lies beyond centre - edge..centre + edge counts as at its ends.
 * Given back with phw_spectral_destroy(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_spectral_create(phw_spectral **out,
                                                    const phw_spectrum_choice *spectrum,
                                                    double centre, double edge);

/** Takes NULL. */
PHW_API void phw_spectral_destroy(phw_spectral *spectral);

/** The grid points of one epoch, out[PHW_SPECTRAL_POINTS]; a pure function of the
 * stream's address and the epoch's number, |epoch| < 2^50. */
PHW_API void phw_spectral_epoch(phw_spectral *spectral, phw_cf *out, const phw_rng *rng,
                                int64_t epoch);

/** The same process at any point x by the sum itself: exact and slow (1025 terms). What
 * the interpolation of the grid is measured against. */
PHW_API phw_cf phw_spectral_value(phw_spectral *spectral, const phw_rng *rng,
                                  int64_t epoch, double x);

PHW_END_C

#endif

/** @file
 * Doppler spectra in closed form: how a fading process of unit power hangs together in
 * time. Times are in turns, x = fd tau: largest Doppler shift times delay.
 */
#ifndef PHW_KGEN_DOPPLER_H
#define PHW_KGEN_DOPPLER_H

#include "core/status.h"

PHW_BEGIN_C

/** Shape of a spectrum. */
typedef enum phw_doppler {
    PHW_DOPPLER_JAKES = 0, /**< waves from all around (Clarke, Bell Syst. Tech. J.
                                47(6), 1968): R = J0(2 pi x) */
    PHW_DOPPLER_FLAT,      /**< all shifts alike: R = sin(2 pi x) / (2 pi x) */
    PHW_N_DOPPLERS
} phw_doppler;

/** Turns after which Clarke's correlation is down to one half: 1.52113 / (2 pi). */
#define PHW_DOPPLER_HALF_TURNS 0.24209760

/** Correlation after x turns, of any sign. */
PHW_API double phw_doppler_correlation(phw_doppler shape, double turns);

/** Share of the power at shifts up to `shift`, in units of the largest: 0 at -1 and
 * below, 1 at 1 and above. */
PHW_API double phw_doppler_share(phw_doppler shape, double shift);

/** Variance of what stays open of the next reading of such a process in white noise,
 * read every `turns` (above 0), to who knows all its readings so far: exp of the mean
 * of ln S over frequency, S the spectrum with what aliases into it and `noise` (the
 * noise's variance, above 0) (Kolmogorov; Szego). It holds noise itself: `noise` less
 * is what is open of the process. Within 1e-3 of its value. */
PHW_API double phw_doppler_innovation(phw_doppler shape, double turns, double noise);

PHW_END_C

#endif

/** @file
 * Fading processes made spectrally: Gaussian, of any Doppler spectrum.
 *
 * With the grid's largest shift fg = fd times the reach of the processes' spectra, seen
 * from their centre (channel/fading_part.h; 1 and 0 for most), epochs of 512/fg
 * (channel/spectral.h) follow each other every 384/fg and overlap by 128/fg, where they
 * are cross-faded (channel/crossfade.h): the variance stays 1, the autocorrelation is
 * R(tau) between overlaps and cos(a(t + tau) - a(t)) R(tau) within (at most 0.15 % less
 * at tau = 3/fg). Each epoch is drawn anew, so a run of any length has the degrees of
 * freedom that a Gaussian process has: no predictor gains on it by learning.
 */
#ifndef PHW_CHANNEL_FADING_SPECTRAL_H
#define PHW_CHANNEL_FADING_SPECTRAL_H

#include <stddef.h>

#include "channel/fading_config.h"
#include "channel/fading_part.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** A bank of processes with the epochs last read. Belongs to one thread. */
typedef struct phw_fading_spectral phw_fading_spectral;

/** Of a configuration that phw_fading_create() has checked, doppler_hz > 0: the
 * processes of one part of it (borrowed), whose reach is more than 0. Takes 64 KiB a
 * process; given back with phw_fading_spectral_destroy(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_fading_spectral_create(phw_fading_spectral **out, const phw_fading_config *config,
                           const phw_fading_part *part);

/** Takes NULL. */
PHW_API void phw_fading_spectral_destroy(phw_fading_spectral *bank);

/** Moves it to another address. */
PHW_API void phw_fading_spectral_reset(phw_fading_spectral *bank, const phw_rng *rng);

/** All processes at one instant, out[n]. |time_s| * doppler_hz is at most
 * PHW_FADING_TURNS_MAX. */
PHW_API void phw_fading_spectral_read(phw_fading_spectral *bank, phw_cf *out,
                                      double time_s);

/** Process i at one instant without grid and interpolation: exact and slow. */
PHW_API phw_cf phw_fading_spectral_value(phw_fading_spectral *bank, size_t i,
                                         double time_s);

PHW_END_C

#endif

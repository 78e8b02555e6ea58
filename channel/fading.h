/** @file
 * Independent Gaussian fading processes with Clarke's spectrum, unit power each, that
 * can be read at any instant in any order.
 *
 * Epochs of 512/fd (channel/spectral.h) follow each other every 384/fd and overlap by
 * 128/fd, where they are cross-faded by cos and sin of an angle a(t) that goes smoothly
 * from 0 to pi/2: the variance stays 1, the autocorrelation is J0(2 pi fd tau) between
 * overlaps and cos(a(t + tau) - a(t)) J0(2 pi fd tau) within (at most 0.15 % less at
 * tau = 3/fd). Each epoch is drawn anew, so a run of any length has the 2 fd T + 1
 * degrees of freedom that a Gaussian process has: no predictor gains on it by learning
 * (a sum of sinusoids is learnt to -23 dB).
 */
#ifndef PHW_CHANNEL_FADING_H
#define PHW_CHANNEL_FADING_H

#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Largest |time_s| * doppler_hz: beyond it a double does not resolve the phase. */
#define PHW_FADING_TURNS_MAX 0x1p40

/** Largest maximum Doppler shift, Hz. */
#define PHW_FADING_DOPPLER_MAX_HZ 1e9

/** Most processes of one object. */
#define PHW_FADING_PROCESSES_MAX 4096

/** A bank of processes with the epochs last read. Belongs to one thread; what it gives
 * at an instant depends on its address and the instant alone. */
typedef struct phw_fading phw_fading;

/** `n` processes (1..PHW_FADING_PROCESSES_MAX) with the maximum Doppler shift
 * `doppler_hz`, 0..PHW_FADING_DOPPLER_MAX_HZ; at 0 they are constants. Process i draws
 * from the address `rng` with its purpose increased by i. Takes 64 KiB a process; given
 * back with phw_fading_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fading_create(phw_fading **out, size_t n,
                                                  double doppler_hz,
                                                  const phw_rng *rng);

/** Takes NULL. */
PHW_API void phw_fading_destroy(phw_fading *fading);

/** Moves it to another address: as created there. */
PHW_API void phw_fading_reset(phw_fading *fading, const phw_rng *rng);

/** All processes at one instant, out[n]. Within an epoch a few ns a process; an epoch
 * not at hand costs about 20 us a process. PHW_EARG when time_s is not finite or
 * |time_s| * doppler_hz is above PHW_FADING_TURNS_MAX. */
PHW_API PHW_MUST_USE phw_status phw_fading_read(phw_fading *fading, phw_cf *out,
                                                double time_s);

/** Process i at one instant without grid and interpolation: exact and slow. What
 * phw_fading_read() is measured against. PHW_EARG as there. */
PHW_API PHW_MUST_USE phw_status phw_fading_value(phw_fading *fading, phw_cf *out,
                                                 size_t i, double time_s);

PHW_END_C

#endif

/** @file
 * Receiver and estimation noise: circular complex normals, addressed by probe.
 */
#ifndef PHW_CHANNEL_NOISE_H
#define PHW_CHANNEL_NOISE_H

#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The noise variance E|z|^2 for a signal of mean power `power` (linear, >= 0) at a
 * signal-to-noise ratio: power * 10^(-snr_db / 10). */
PHW_API double phw_noise_variance(double power, double snr_db);

/** The inverse: 10 log10(power / variance) in dB; variance > 0. */
PHW_API double phw_noise_snr_db(double power, double variance);

/** Adds circular complex noise of that variance E|z|^2 (>= 0) to inout[n]: numbers
 * index * n to index * n + n - 1 of the stream. `index` is the probe's or frame's
 * number, `rng` has purpose PHW_RNG_PURPOSE(PHW_RNG_NOISE, party), so that every party
 * and every probe has noise of its own. */
PHW_API void phw_noise_add(phw_cf *inout, size_t n, double variance, const phw_rng *rng,
                           uint64_t index);

PHW_END_C

#endif

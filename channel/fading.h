/** @file
 * Independent fading processes of unit power with given Doppler spectra, that can be
 * read at any instant in any order; two generators behind one interface.
 *
 * Spectral ones (channel/fading_spectral.h) are Gaussian and cannot be predicted beyond
 * what their Doppler allows: they feed key rates. Sums of sinusoids
 * (channel/fading_sinusoids.h) cost processes times sinusoids at any instant, however
 * far from the last one; a predictor learns them unless they are redrawn.
 *
 * Both draw a process anew from time to time (spectrally every 384/fd), and what it was
 * is then forgotten. Where the spectrum is narrow they wait in proportion
 * (channel/fading_part.h), and "line" is one tone of constant, Rayleigh distributed
 * size for good. Spectrally |R(tau)| loses up to 0.006 of Clarke's by 100/fd and 0.015
 * at any lag; of what lingers most, "directional" with kappa = 17 along the motion,
 * 0.03 and 0.08, and of the narrow ones, however narrow, 0.045.
 */
#ifndef PHW_CHANNEL_FADING_H
#define PHW_CHANNEL_FADING_H

#include <stddef.h>
#include <stdint.h>

#include "channel/fading_config.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** A bank of processes. Belongs to one thread; what it gives at an instant depends on
 * its configuration and the instant alone. */
typedef struct phw_fading phw_fading;

/** Makes the processes that `config` tells; given back with phw_fading_destroy().
 * PHW_EARG names the value that is out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fading_create(phw_fading **out,
                                                  const phw_fading_config *config);

/** Takes NULL. */
PHW_API void phw_fading_destroy(phw_fading *fading);

/** Moves it to another address: as created there. */
PHW_API void phw_fading_reset(phw_fading *fading, const phw_rng *rng);

/** All processes at one instant, out[n]: a few ns a process spectrally, and about 13 us
 * a process for an epoch that is not at hand; under a ns a sinusoid, and 30 ns to 2 us
 * (spectra without a formula for their quantile) for one that is drawn anew. PHW_EARG
 * when time_s is not finite or |time_s| * doppler_hz is above PHW_FADING_TURNS_MAX. */
PHW_API PHW_MUST_USE phw_status phw_fading_read(phw_fading *fading, phw_cf *out,
                                                double time_s);

/** All processes at the instants start_s + (first + k) step_s, k < count: out[k * n +
 * i] is process i at instant k. However a run of instants is cut into calls of the same
 * start and step, the bits are the same: spectrally those of phw_fading_read(), as
 * sinusoids within 1e-5 of it (they are rotated, which is what makes it fast). A
 * spacing beyond 1/(2 fd) aliases, as probes do. PHW_EARG when an instant is refused by
 * phw_fading_read(), step_s is negative, or count * n or first + count overflows. */
PHW_API PHW_MUST_USE phw_status phw_fading_series(phw_fading *fading, phw_cf *out,
                                                  double start_s, double step_s,
                                                  uint64_t first, size_t count);

/** Process i < n at one instant without grid, interpolation and approximation: exact
 * and slow. What the others are measured against. PHW_EARG as phw_fading_read(). */
PHW_API PHW_MUST_USE phw_status phw_fading_value(phw_fading *fading, phw_cf *out,
                                                 size_t i, double time_s);

PHW_END_C

#endif

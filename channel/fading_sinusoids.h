/** @file
 * Fading processes as sums of sinusoids, read at any instant at one price.
 *
 *     h(t) = N^{-1/2} sum_{n=0..N-1} e^{j 2 pi (f_n t + phi_n)},
 * phi_n uniform, f_n stratified: the spectrum's quantile at (n + u_n) / N with u_n
 * uniform in (0, 1), and for Clarke's fd cos(2 pi (n + u_n) / N) (Xiao, Zheng and
 * Beaulieu, IEEE Trans. Wireless Commun. 5(12), 2006). Over draws the autocorrelation
 * is the spectrum's for any N and E|h|^4 = 2 - 1/N; over time one draw shows N lines,
 * which a predictor learns: redrawn at least every N / (2 fd), or with hundreds of
 * sinusoids redrawn sometimes, it does not.
 *
 * Redrawn every P/fd, or P over the reach of narrow spectra (channel/fading_part.h),
 * the next draw takes over during the last quarter of that (channel/crossfade.h): the
 * autocorrelation there is cos(a(t + tau) - a(t)) R(tau).
 */
#ifndef PHW_CHANNEL_FADING_SINUSOIDS_H
#define PHW_CHANNEL_FADING_SINUSOIDS_H

#include <stddef.h>
#include <stdint.h>

#include "channel/fading_config.h"
#include "channel/fading_part.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** A bank of processes with the draws last read. Belongs to one thread. */
typedef struct phw_fading_sinusoids phw_fading_sinusoids;

/** Of a configuration that phw_fading_create() has checked, doppler_hz > 0: the
 * processes of one part of it (borrowed), whose reach is more than 0. Takes 32 bytes a
 * sinusoid; given back with phw_fading_sinusoids_destroy(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_fading_sinusoids_create(phw_fading_sinusoids **out, const phw_fading_config *config,
                            const phw_fading_part *part);

/** Takes NULL. */
PHW_API void phw_fading_sinusoids_destroy(phw_fading_sinusoids *bank);

/** Moves it to another address. */
PHW_API void phw_fading_sinusoids_reset(phw_fading_sinusoids *bank, const phw_rng *rng);

/** All processes at one instant, out[n]. |time_s| * doppler_hz is at most
 * PHW_FADING_TURNS_MAX. */
PHW_API void phw_fading_sinusoids_read(phw_fading_sinusoids *bank, phw_cf *out,
                                       double time_s);

/** Process i at one instant by libm in double precision: what the fast readings are
 * measured against. */
PHW_API phw_cf phw_fading_sinusoids_value(phw_fading_sinusoids *bank, size_t i,
                                          double time_s);

/** All processes at the instants start_s + (first + k) step_s, k < count: out[k * n +
 * i] is process i at instant k. By rotation of phasors that are renewed at the absolute
 * numbers of instants, so that a run may be cut into calls anywhere; within 1e-5 of
 * phw_fading_sinusoids_read(). Every instant is within PHW_FADING_TURNS_MAX. */
PHW_API void phw_fading_sinusoids_series(phw_fading_sinusoids *bank, phw_cf *out,
                                         double start_s, double step_s, uint64_t first,
                                         size_t count);

PHW_END_C

#endif

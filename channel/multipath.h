/** @file
 * A waveform through the taps of a channel: exact band-limited fractional delays, by
 * the frequency domain, and taps that move in a straight line over the frame.
 */
#ifndef PHW_CHANNEL_MULTIPATH_H
#define PHW_CHANNEL_MULTIPATH_H

#include <stddef.h>

#include "channel/taps.h"
#include "core/sample.h"
#include "core/signal.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most samples of a frame. */
#define PHW_MULTIPATH_SAMPLES_MAX (1UL << 18)

/** Samples behind the last delayed one that keep the ringing of fractional delays. */
#define PHW_MULTIPATH_TAIL 32

/** The delays of a channel at one sample rate, and room for one frame. Belongs to one
 * thread. */
typedef struct phw_multipath phw_multipath;

/** For frames of `n` samples (1..PHW_MULTIPATH_SAMPLES_MAX) at `rate_hz` through taps
 * at the delays of `taps` (its powers are not used; longest delay at most
 * PHW_MULTIPATH_SAMPLES_MAX samples). Given back with phw_multipath_destroy().
 * PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_multipath_create(phw_multipath **out,
                                                     const phw_taps *taps, size_t n,
                                                     double rate_hz);

/** Takes NULL. */
PHW_API void phw_multipath_destroy(phw_multipath *multipath);

/** Samples that come out for a frame of n: n, the longest delay rounded up, and
 * PHW_MULTIPATH_TAIL. */
PHW_API size_t phw_multipath_n_out(const phw_multipath *multipath);

/** Seconds from the first sample that goes in to the end of what comes out: the taps
 * at the end of a frame are those of this much later. */
PHW_API double phw_multipath_duration_s(const phw_multipath *multipath);

/** y(t) = sum_l h_l(t) x(t - tau_l): `out` from `in`, with h_l(t) on the straight line
 * from begin[l], at the first sample, to end[l], phw_multipath_duration_s() later; both
 * hold a tap for each delay. Sample 0 of `out` is the instant of sample 0 of `in`: no
 * hidden delay. `out` is made by the caller with phw_multipath_n_out() samples; its
 * rate and carrier are set to the input's.
 *
 * The waveform is taken as band-limited and silent before and after; the little that
 * rings before sample 0 is cut. A straight line is within (2 pi fd T)^2 / 8 of the
 * truth over a duration T: keep fd T below 0.01 (-66 dB). PHW_EARG when a length or the
 * rate is not the one of the creation. */
PHW_API PHW_MUST_USE phw_status phw_multipath_apply(phw_multipath *multipath,
                                                    phw_signal *out,
                                                    const phw_signal *in,
                                                    const phw_cf *begin,
                                                    const phw_cf *end);

PHW_END_C

#endif

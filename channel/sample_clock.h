/** @file
 * A converter whose clock is off: samples of one clock become those of another by
 * band-limited interpolation.
 */
#ifndef PHW_CHANNEL_SAMPLE_CLOCK_H
#define PHW_CHANNEL_SAMPLE_CLOCK_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Input samples that an output sample needs after its own instant. */
#define PHW_SAMPLE_CLOCK_LATENCY 16

/** Belongs to one thread. */
typedef struct phw_sample_clock phw_sample_clock;

/** `step` (0.99..1.01) is the period of the samples that come out over the period of
 * those that go in: 1 / (1 + 1e-6 ppm) for a receiver whose clock is fast by `ppm`, and
 * 1 + 1e-6 ppm for a sender's as heard on a true one. Given back with
 * phw_sample_clock_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sample_clock_create(phw_sample_clock **out,
                                                        double step);

/** Takes NULL. */
PHW_API void phw_sample_clock_destroy(phw_sample_clock *clock);

/** Silence came before; the next sample in and the next one out are at the same
 * instant. */
PHW_API void phw_sample_clock_reset(phw_sample_clock *clock);

/** Most samples that n more make: n / step, and 2. */
PHW_API size_t phw_sample_clock_room(const phw_sample_clock *clock, size_t n);

/** Takes the next n samples and writes those that they complete, at most
 * phw_sample_clock_room() of them; how many is returned. The arrays do not overlap.
 * Sample k comes out at the instant k * step of the input once the input
 * PHW_SAMPLE_CLOCK_LATENCY samples later is in: to get the end of a signal, push that
 * many zeros. The same samples for every division into blocks. Errors are below -70 dB
 * for signals within 0.4 of the input's rate. With step 1 samples pass as they are. */
PHW_API size_t phw_sample_clock_push(phw_sample_clock *clock, phw_cf *out,
                                     const phw_cf *in, size_t n);

PHW_END_C

#endif

/** @file
 * A waveform of any length through taps that move all the time, block by block: the
 * channel at the level of IQ samples.
 *
 * y(t) = sum_l h_l(t) x(t - tau_l) + noise. Delays off the sample grid are band-limited
 * (channel/fractional_delay.h); all taps fold into one filter whose coefficients move
 * in straight lines or cubics between readings of the taps, which stand at fixed
 * multiples of the sample number. Every sample is a function of its number alone: any
 * division of a stream into blocks gives the same bytes, and memory does not grow with
 * the length.
 */
#ifndef PHW_CHANNEL_DELAY_LINE_H
#define PHW_CHANNEL_DELAY_LINE_H

#include <stddef.h>
#include <stdint.h>

#include "channel/taps.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Longest delay, in samples. */
#define PHW_DELAY_LINE_SAMPLES_MAX (1UL << 20)

/** Most samples from one reading of the taps to the next. */
#define PHW_DELAY_LINE_SPACING_MAX 4096

/** Gives the taps at an instant: tap[] for each delay of the line. What it reads from
 * is `context`. Its failure ends the push. */
typedef phw_status (*phw_tap_source)(void *context, phw_cf *tap, double time_s);

/** What a line is made of. */
typedef struct phw_delay_line_config {
    const phw_taps *taps;  /**< the delays, copied; powers are the source's business */
    double rate_hz;        /**< samples a second, more than 0 */
    double doppler_hz;     /**< the largest Doppler shift of a tap, 0..rate_hz / 2: how
                              often taps are read. A spectrum that is wider than its fd
                              (`edge`) counts with its edge, a law with its
                              phw_law_widening(). */
    double start_s;        /**< instant of sample 0 */
    phw_tap_source source; /**< not NULL */
    void *context;         /**< given to the source; stays the caller's */
} phw_delay_line_config;

/** A line with what is on its way. Belongs to one thread. */
typedef struct phw_delay_line phw_delay_line;

/** Silent, without noise, before sample 0. Given back with phw_delay_line_destroy().
 * PHW_EARG says which value of the configuration can't be, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_delay_line_create(phw_delay_line **out, const phw_delay_line_config *config);

/** Takes NULL. */
PHW_API void phw_delay_line_destroy(phw_delay_line *line);

/** Samples that come out before that of the first one's instant: 0 when all delays are
 * whole samples or long, up to PHW_FRACTIONAL_DELAY_AHEAD. Who drops that many has what
 * came out of sample i's instant at place i; they hold the ringing of the filters. */
PHW_API size_t phw_delay_line_latency(const phw_delay_line *line);

/** Samples for which the last one that went in still rings, latency included: push as
 * many of phw_delay_line_flush() to have all. */
PHW_API size_t phw_delay_line_tail(const phw_delay_line *line);

/** Samples from one reading of the taps to the next, a power of 2. Between them the
 * taps are on straight lines, or where these would be short on cubics: within -80 dB of
 * the fading of the greatest Doppler shift while that is below a 25th of the rate.
 * Beyond, taps are read for every sample. Fading that a law stretches is not limited to
 * that band: with phw_law_widening() the mean error over 40/fd is -114 dB for
 * Nakagami's m = 4 and -108 dB for m = 50, the largest -86 and -78 dB; without, -45 and
 * -38 dB, and -17 and -10 dB (1e4 samples in 1/fd; Rayleigh's -102 and -89 dB). */
PHW_API size_t phw_delay_line_spacing(const phw_delay_line *line);

/** Noise of variance E|z|^2 (>= 0; 0 for none) on every sample that comes out from
 * here: that of instant i (after the latency) gets number first + i of the stream
 * `rng`, purpose PHW_RNG_PURPOSE(PHW_RNG_NOISE, party). PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_delay_line_noise(phw_delay_line *line,
                                                     double variance,
                                                     const phw_rng *rng,
                                                     uint64_t first);

/** `n` samples go in, `n` come out; `out` may be `in`. Sample i is at start_s + i /
 * rate_hz, and is multiplied by the taps of the instant at which it comes out. Fails
 * with what the source fails with; `out` is then unfinished and the line must be
 * restarted. */
PHW_API PHW_MUST_USE phw_status phw_delay_line_push(phw_delay_line *line, phw_cf *out,
                                                    const phw_cf *in, size_t n);

/** As pushing `n` zeros. */
PHW_API PHW_MUST_USE phw_status phw_delay_line_flush(phw_delay_line *line, phw_cf *out,
                                                     size_t n);

/** Silence: as created, except that sample 0 is at start_s, the next one that goes in
 * is number `index` (at start_s + index / rate_hz), and noise stays as set. PHW_EARG
 * when start_s is not finite. */
PHW_API PHW_MUST_USE phw_status phw_delay_line_restart(phw_delay_line *line,
                                                       double start_s, uint64_t index);

PHW_END_C

#endif

/** @file
 * One radio's front end: what its transmit chain does to samples on their way to the
 * antenna, and its receive chain to those that come from there.
 *
 *   transmit: converter clock - mixer (imbalance, leakage) - power amplifier - filter -
 *             oscillator, e^{+j theta}
 *   receive:  antenna and amplifier noise - filter - oscillator, e^{-j theta} -
 *             converter clock - mixer imbalance - gain control - constant - converter
 *
 * One oscillator serves both, and the coefficient level too: a channel from A to B is
 * seen turned by theta_A - theta_B, from B to A by theta_B - theta_A. A zeroed
 * configuration is an ideal radio: samples pass unchanged. The nominal mean power of a
 * sender's samples, and of a receiver's behind its gain control, is 1 (or the control's
 * target).
 */
#ifndef PHW_CHANNEL_FRONT_END_H
#define PHW_CHANNEL_FRONT_END_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/chain_filter.h"
#include "channel/gain_control.h"
#include "channel/oscillator.h"
#include "channel/power_amplifiers.h"
#include "channel/sample_clock.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** A quadrature mixer, as in channel/impairment.h. Zeroed: ideal. */
typedef struct phw_front_end_mixer {
    double gain_db;      /**< imbalance, -20..20 */
    double phase_rad;    /**< off quadrature, -pi/4..pi/4 */
    double dc_dbc;       /**< constant over the nominal power, -200..20; 0: none */
    double dc_phase_rad; /**< of the constant, at most 2 pi either way */
} phw_front_end_mixer;

/** Zeroed: ideal. */
typedef struct phw_front_end_config {
    phw_oscillator_config oscillator; /**< offset, drift, phase noise */
    double clock_ppm; /**< both converters' clock, -1e4..1e4, fast: > 0 */
    phw_front_end_mixer tx_mixer;
    phw_front_end_mixer rx_mixer;
    phw_power_amplifier_choice amplifier;
    double backoff_db; /**< of the amplifier, -20..60 */
    phw_chain_filter_config tx_filter;
    phw_chain_filter_config rx_filter;
    double thermal_variance; /**< k T0 rate at the antenna, in the units of the
                                received samples' power, >= 0; 0: no noise */
    double noise_figure_db;  /**< of the receiver, 0..60: the noise is the
                                thermal one times this */
    phw_gain_control_config agc;
    unsigned adc_bits; /**< 1..16; 0: no converter */
    double adc_clip;   /**< root mean squares of a rail, 0.1..100; 0: the
                          best for normal samples */
} phw_front_end_config;

/** Streams that a front end uses: purpose, purpose + 1, ... Leave so many between
 * radios. */
#define PHW_FRONT_END_STREAMS 16

/** Belongs to one thread. */
typedef struct phw_front_end phw_front_end;

/** For samples at `rate_hz` (> 0). From `flaws` the filters are drawn, from `noise` the
 * phase noise and the noise: a radio keeps its filters for as long as the address of
 * its flaws, whose trial therefore stays what it is while that of its noise goes on.
 * Both may have the purpose PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, radio *
 * PHW_FRONT_END_STREAMS), and be the same: no stream serves two of them. Given back
 * with phw_front_end_destroy(). PHW_EARG names the field, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_front_end_create(phw_front_end **out,
                                                     const phw_front_end_config *config,
                                                     double rate_hz,
                                                     const phw_rng *flaws,
                                                     const phw_rng *noise);

/** Takes NULL. */
PHW_API void phw_front_end_destroy(phw_front_end *front_end);

/** Both chains begin a stream whose first sample is at the true time `time_s`, rounded
 * to a sample: filters are empty, the gain control is at its first gain. The oscillator
 * and the noise go on with time: samples depend on the time and the input alone, and a
 * frame may be read again. |time_s| * rate < 2^43. A front end begins at time 0. */
PHW_API void phw_front_end_start(phw_front_end *front_end, double time_s);

/** Samples that one chain keeps back until more come: 0, or
 * PHW_SAMPLE_CLOCK_LATENCY with a clock that is off. To get the end of a signal, push
 * that many zeros. */
PHW_API size_t phw_front_end_latency(const phw_front_end *front_end);

/** Most samples that come out for n. */
PHW_API size_t phw_front_end_room(const phw_front_end *front_end, size_t n);

/** The next n samples of the sender's converter as they leave the antenna, on the true
 * clock. Returns how many: n unless the clock is off, at most phw_front_end_room().
 * Sample 0 out is the instant of sample 0 in. The arrays do not overlap, or with a true
 * clock are the same. The same samples for every division into blocks. */
PHW_API size_t phw_front_end_transmit(phw_front_end *front_end, phw_cf *out,
                                      const phw_cf *in, size_t n);

/** The next n samples at the antenna (on the true clock) as the receiver gets them, on
 * its own clock; as phw_front_end_transmit(). */
PHW_API size_t phw_front_end_receive(phw_front_end *front_end, phw_cf *out,
                                     const phw_cf *in, size_t n);

/** Response of the transmit or receive filter at `offset_hz` from the carrier: what
 * stands before (transmit) or behind (receive) a channel's coefficients. */
PHW_API phw_cf phw_front_end_gain(const phw_front_end *front_end, bool transmit,
                                  double offset_hz);

/** The oscillator's phase at `time_s`, rad in -pi..pi. A coefficient from A to B is
 * turned by phase(A) - phase(B). */
PHW_API double phw_front_end_phase(phw_front_end *front_end, double time_s);

/** Variance E|n|^2 of the noise of a received sample: thermal_variance times the noise
 * figure. */
PHW_API double phw_front_end_noise_variance(const phw_front_end *front_end);

/** The receiver's gain now, dB. */
PHW_API double phw_front_end_gain_db(const phw_front_end *front_end);

/** Thermal noise k T0 rate at 290 K, W. */
PHW_API double phw_front_end_thermal_w(double rate_hz);

PHW_END_C

#endif

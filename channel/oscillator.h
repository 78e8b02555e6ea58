/** @file
 * A radio's local oscillator: carrier offset, drift, and phase noise, as one phase that
 * can be read at any instant and in any order.
 *
 * theta(t) = 2 pi (cfo t + drift t^2 / 2) + w(t) + m(t). w is a Wiener process whose
 * variance grows by 2 pi B a second, B the Lorentzian's two-sided 3-dB width (Demir,
 * Mehrotra, Roychowdhury, IEEE Trans. Circuits Syst. I 47(5), 2000, sections VI and
 * VIII). m is stationary noise that follows a mask (channel/phase_mask.h). The phase of
 * a path is that of its sender less that of its receiver: in the other direction it has
 * the opposite sign.
 */
#ifndef PHW_CHANNEL_OSCILLATOR_H
#define PHW_CHANNEL_OSCILLATOR_H

#include <stddef.h>
#include <stdint.h>

#include "channel/phase_mask.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Zeroed: ideal. */
typedef struct phw_oscillator_config {
    double cfo_hz;       /**< above the nominal carrier at time 0, |cfo| <= rate / 2 */
    double drift_hz_s;   /**< its growth a second, |drift| <= 1e9 */
    double phase_rad;    /**< at time 0, |phase| <= 2 pi */
    double linewidth_hz; /**< B of the Wiener phase noise, 0..rate */
    phw_phase_mask mask; /**< of the stationary phase noise */
} phw_oscillator_config;

/** Streams that an oscillator uses: purpose, purpose + 1, ... */
#define PHW_OSCILLATOR_STREAMS (1 + PHW_PHASE_MASK_POLES)

/** Belongs to one thread. */
typedef struct phw_oscillator phw_oscillator;

/** For samples at `rate_hz` (> 0), whose instants k / rate_hz are the grid of the phase
 * noise. Given back with phw_oscillator_destroy(). PHW_EARG names the field,
 * PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status
phw_oscillator_create(phw_oscillator **out, const phw_oscillator_config *config,
                      double rate_hz, const phw_rng *rng);

/** Takes NULL. */
PHW_API void phw_oscillator_destroy(phw_oscillator *oscillator);

/** theta(time_s) in rad, reduced to -pi..pi. Between two sample instants the noise is
 * on the straight line. |time_s| * rate < 2^43. */
PHW_API double phw_oscillator_phase(phw_oscillator *oscillator, double time_s);

/** Turns inout[n], the samples number `from` and on, by e^{+j theta} (sign = 1, up to
 * the carrier) or e^{-j theta} (sign = -1, down from it). A pure function of the
 * samples' numbers, |from| < 2^43. */
PHW_API void phw_oscillator_turn(phw_oscillator *oscillator, phw_cf *inout, size_t n,
                                 int64_t from, int sign);

/** L(f) of the fit, dBc/Hz at f > 0 from the carrier, the Wiener part's
 * B / (2 pi f^2) included (f far above B); -HUGE_VAL when there is none. */
PHW_API double phw_oscillator_level_dbc_hz(const phw_oscillator *oscillator,
                                           double offset_hz);

/** E (theta(t + tau) - theta(t))^2 of the phase noise, rad^2: 2 pi B tau +
 * sum 2 s_i^2 (1 - e^{-2 pi c_i tau}). */
PHW_API double phw_oscillator_variance(const phw_oscillator *oscillator, double tau_s);

PHW_END_C

#endif

/** @file
 * Phase noise told by a mask, as a data sheet does: levels over the distance to the
 * carrier, and the one-pole processes whose sum has that spectrum.
 *
 * A process of variance s^2 and corner c (Ornstein-Uhlenbeck: correlation
 * s^2 e^{-2 pi c |tau|}) has the single-sideband level
 *     L(f) = s^2 / (pi c) / (1 + (f / c)^2),
 * so a sum of them with corners along the mask follows any mask that falls, and by at
 * most 20 dB a decade; they can be read at any instant (channel/markov.h).
 */
#ifndef PHW_CHANNEL_PHASE_MASK_H
#define PHW_CHANNEL_PHASE_MASK_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most points of a mask. */
#define PHW_PHASE_MASK_MAX 8

/** Corners that a mask is fitted with. */
#define PHW_PHASE_MASK_POLES 12

/** Phase noise over the distance to the carrier, straight over log f between the
 * points; flat below the first, falling by 20 dB a decade past the last. Zeroed: none.
 */
typedef struct phw_phase_mask {
    size_t n;                                /**< points, 0 or 2..PHW_PHASE_MASK_MAX */
    double offset_hz[PHW_PHASE_MASK_MAX];    /**< rising, above 0 */
    double level_dbc_hz[PHW_PHASE_MASK_MAX]; /**< -200..-20, never rising, falling by at
                                                most 20 dB a decade */
} phw_phase_mask;

/** The processes that make a mask. */
typedef struct phw_phase_poles {
    size_t n;
    double corner_hz[PHW_PHASE_MASK_POLES];
    double spread_rad[PHW_PHASE_MASK_POLES]; /**< standard deviation of the phase */
} phw_phase_poles;

/** PHW_EARG when the mask is not as above, or its last offset is above half the rate.
 */
PHW_API PHW_MUST_USE phw_status phw_phase_mask_check(const phw_phase_mask *mask,
                                                     double rate_hz);

/** The processes whose sum follows a checked mask (by maximum likelihood of the
 * spectrum, non-negative), within 2.5 dB between its first and last point: worst where
 * it bends at once, as a pole is 3 dB down at its own corner. None for an empty mask.
 */
PHW_API void phw_phase_poles_fit(phw_phase_poles *out, const phw_phase_mask *mask);

/** L(f), a ratio and not dB, at f >= 0. */
PHW_API double phw_phase_poles_level(const phw_phase_poles *poles, double offset_hz);

/** E (m(t + tau) - m(t))^2 = sum 2 s^2 (1 - e^{-2 pi c |tau|}), rad^2. */
PHW_API double phw_phase_poles_variance(const phw_phase_poles *poles, double tau_s);

/** Reads "1k:-90, 100k:-100, 1M:-120": offsets in Hz and levels in dBc/Hz. PHW_EARG
 * says what is wrong; the mask itself is checked where it is used. */
PHW_API PHW_MUST_USE phw_status phw_phase_mask_read(phw_phase_mask *out,
                                                    const char *text);

PHW_END_C

#endif

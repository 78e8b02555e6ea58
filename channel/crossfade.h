/** @file
 * Endless processes made of finite stretches: where an instant lies in a chain of
 * stretches that fade into each other.
 *
 * Stretch k has the instants [k share, (k + 1) share) for its own, and over the last
 * `fade` of them the next stretch takes over: cos(angle) of the one and sin(angle) of
 * the other, so that independent stretches keep the variance. The angle turns from 0 to
 * pi/2 level at both ends: a corner there would spread the spectrum (-59 dB at 1.02 fd
 * with a straight line over 128/fd).
 */
#ifndef PHW_CHANNEL_CROSSFADE_H
#define PHW_CHANNEL_CROSSFADE_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Where an instant lies. */
typedef struct phw_crossfade {
    int64_t number; /**< the stretch it belongs to */
    double x;       /**< since that one's own share began, 0 <= x < share */
    double faded;   /**< since the next one began; negative before */
    double angle;   /**< 0 before the fade, up to pi/2 at its end, radians */
} phw_crossfade;

/** The angle when the share `u` of a fade is over: 0 for u <= 0, pi/2 for u >= 1. */
PHW_API double phw_crossfade_angle(double u);

/** Of the instant `at`, |at| < 2^50 share; 0 < fade <= share, all in one unit. */
PHW_API phw_crossfade phw_crossfade_place(double at, double share, double fade);

PHW_END_C

#endif

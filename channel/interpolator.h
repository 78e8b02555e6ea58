/** @file
 * The values between the points of an oversampled grid, by eight points around.
 *
 * A sinc windowed by Kaiser's window, beta = 9.25. For a signal up to a quarter of the
 * grid's Nyquist frequency (the Doppler grid of channel/spectral.h) the error is below
 * -85 dB of the signal's power.
 */
#ifndef PHW_CHANNEL_INTERPOLATOR_H
#define PHW_CHANNEL_INTERPOLATOR_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Grid points used. */
#define PHW_INTERPOLATOR_POINTS 8

/** Of which before the instant, the point right at or before it not counted. */
#define PHW_INTERPOLATOR_BEFORE 3

/** Rows of the table less one. */
#define PHW_INTERPOLATOR_PHASES 256

/** Table of the weights. A plain value, 8 KiB. */
typedef struct phw_interpolator {
    float weight[PHW_INTERPOLATOR_PHASES + 1][PHW_INTERPOLATOR_POINTS];
} phw_interpolator;

/** Computes the table. */
PHW_API void phw_interpolator_fill(phw_interpolator *out);

/** Weights for the instant `fraction` (0 <= fraction < 1) of the way from point 0 to
 * point 1; weight[i] is that of point i - PHW_INTERPOLATOR_BEFORE. */
PHW_API void phw_interpolator_weights(const phw_interpolator *table,
                                      float weight[PHW_INTERPOLATOR_POINTS],
                                      double fraction);

PHW_END_C

#endif

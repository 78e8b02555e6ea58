/** @file
 * A series read between its rows: the two ways of an exchange are not simultaneous.
 */
#ifndef PHW_KGEN_INTERPOLATION_H
#define PHW_KGEN_INTERPOLATION_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** How a series is read between its rows. */
typedef enum phw_interpolation {
    PHW_INTERPOLATION_NONE = 0, /**< the nearest row; the earlier of two equally near */
    PHW_INTERPOLATION_LINEAR,   /**< the straight line; also averages noise */
    PHW_INTERPOLATION_CUBIC,    /**< 4-point Lagrange; linear where one is missing */
    PHW_INTERPOLATION_BAND,     /**< windowed sinc over 16 rows; cubic near gaps */
    PHW_INTERPOLATION_WIENER,   /**< least squares over 16 rows; cubic near gaps */
    PHW_N_INTERPOLATIONS
} phw_interpolation;

/** The series of `in` at the instants time_s[n] (never falling), to be freed.
 *
 * Instants before the first row, after the last, or strictly inside a gap (an interval
 * of more than 1.5 times the median one) are dropped: out->n_rows of the n are left and
 * out->sequence[r] is the index in time_s that row r stands for. The cubic takes the
 * Lagrange polynomial through the two rows on either side at their true instants
 * (Farrow's coefficients when they are uniform) where its three intervals are 0.5 to
 * 1.5 medians, and is linear elsewhere. The two wide ones take 8 rows on either side,
 * as if uniform, where all 15 intervals are 0.5 to 1.5 medians, and are the cubic
 * elsewhere:
 *
 * band: sinc by Kaiser's window of beta 6, of sum 1: for series without noise that
 * change up to about two fifths of a cycle a row.
 *
 * wiener: the weights R^-1 R_s w of the sinc's w, about the mean, R the autocovariance
 * of each component itself and R_s = R - s2 I its signal's, as told by
 * phw_autocovariance_signal(): the least error at any level of white noise, for fading
 * within the sinc's band. Where less than half of the power passes for
 * signal it is linear: fading that is too fast can't be told from noise. Smoothing by
 * 16 rows leaves less entropy an instant.
 *
 * PHW_ESHORT when `in` has fewer than 2 rows or no instant is left; PHW_EARG when an
 * instant is not finite, falls, or the method is unknown. */
PHW_API PHW_MUST_USE phw_status phw_features_interpolate(phw_features *out,
                                                         const phw_features *in,
                                                         const double *time_s, size_t n,
                                                         phw_interpolation method);

PHW_END_C

#endif

/** @file
 * Two channel estimates laid over each other: what is left between them once the
 * phase, the gain or the delay that two receptions need not share is fitted.
 */
#ifndef PHW_AUTH_ALIGNMENT_H
#define PHW_AUTH_ALIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** What is fitted before the distance is taken. */
typedef enum phw_fit {
    PHW_FIT_NONE = 0, /**< nothing */
    PHW_FIT_PHASE,    /**< a common phase */
    PHW_FIT_SLOPE,    /**< a common phase and a delay */
    PHW_FIT_GAIN,     /**< a common phase and gain */
    PHW_FIT_FULL,     /**< phase, gain and delay */
    PHW_N_FITS
} phw_fit;

/** Largest delay that may be searched, either way. */
#define PHW_ALIGNMENT_DELAY_MAX 32

/** The sums that every fit is made of. A plain value. */
typedef struct phw_alignment {
    double reference_power; /**< sum |reference|^2 */
    double frame_power;     /**< sum |frame|^2 */
    double re;              /**< real part of sum frame conj(reference) */
    double im;              /**< imaginary part of it */
    double delay;           /**< of the frame behind the reference, as fitted; in units
                                 of 1 / (span of the positions), 0 without a fit */
} phw_alignment;

/** Real parameters that a fit estimates: 0, 1, 2, 2, 3. The distance of two noisy
 * estimates of one channel loses as many of its 2 n degrees of freedom, at a high
 * signal-to-noise ratio. */
PHW_API unsigned phw_fit_parameters(phw_fit fit);

/** Whether a fit searches the delay. */
PHW_API bool phw_fit_has_delay(phw_fit fit);

/** The sums of reference[n] and frame[n], without a delay. */
PHW_API void phw_alignment_read(phw_alignment *out, const phw_cf *reference,
                                const phw_cf *frame, size_t n);

/** The same at the delay d within [-range, range] that makes
 *     |sum_k frame_k conj(reference_k) e^{j 2 pi d x_k}|
 * greatest, the maximum-likelihood estimate: x_k is position[k], less the middle of all
 * positions, over their span. A grid of quarter steps, then Newton's method from its
 * best. Not all positions are equal. 0 <= range <= PHW_ALIGNMENT_DELAY_MAX; above (n -
 * 1) / 2, where even tones repeat, it counts as that. */
PHW_API void phw_alignment_search(phw_alignment *out, const phw_cf *reference,
                                  const phw_cf *frame, const double *position, size_t n,
                                  double range);

/** The squared distance that the fit leaves, in the scale of sum |frame - reference|^2:
 * for a gain twice the least total squares, min_g 2 sum |frame - g reference|^2 /
 * (1 + |g|^2), the lesser eigenvalue of the two vectors' Gram matrix (Golub and Van
 * Loan, SIAM J. Numer. Anal. 17 (1980) 883). Whether the delay is in it was decided by
 * which of the two functions above made the sums. */
PHW_API double phw_alignment_distance(const phw_alignment *a, phw_fit fit);

/** |sum frame conj(reference)|^2 over the product of the powers, 0..1; 0 when either
 * power is. */
PHW_API double phw_alignment_coherence(const phw_alignment *a);

PHW_END_C

#endif

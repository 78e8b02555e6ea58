/** @file
 * The reader's cancellation of the noise that it knows: least squares of its channel,
 * subtraction, and once more when the reply has been decided.
 *
 * Model: y[k] = c + sum_{l<taps} h_l w[k - l] + g m[k] + z[k], with the constant c
 * (carrier leakage) taken out of all columns first, so that it costs no precision: the
 * carrier stands 20 dB and more over the tag. In the first pass the reply g m[k] is
 * unknown and acts as noise, and the residual of the cancellation is
 *     (L / N_eff) (|g|^2 + E|z|^2),
 * L the effective number of taps and N_eff that of independent values of w: samples and
 * taps for white noise; half bits and 1 for noise constant in them, whose delayed
 * copies are almost the same. In the second pass m, decided from the first, is a column
 * of its own, and |g|^2 leaves the formula.
 */
#ifndef PHW_ENCRYPT_CANCELLATION_H
#define PHW_ENCRYPT_CANCELLATION_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most taps of the noise's channel. */
#define PHW_CANCELLATION_TAPS_MAX 32

/** The known noise beside a received run. */
typedef struct phw_known_noise {
    const phw_cf *sample; /**< w of the run's sample 0 is sample[0] */
    size_t lead;          /**< how many samples lie before it; others count as 0 */
} phw_known_noise;

/** What was estimated. */
typedef struct phw_cancellation {
    size_t n_taps;
    phw_cf tap[PHW_CANCELLATION_TAPS_MAX]; /**< h_l */
    phw_cf constant;                       /**< c */
    phw_cf tag;                            /**< g, 0 in the first pass */
    double noise_power;    /**< mean power of the noise that was found, sum h_l w */
    double residual_power; /**< mean |y - c - sum h_l w - g m|^2 */
} phw_cancellation;

/** Estimates from y[n] with 1 to PHW_CANCELLATION_TAPS_MAX taps. `tag` is NULL in the
 * first pass, in the second the decided waveform m[n] (phw_half_bit_waveform(); its
 * scale is free, +-1 makes `tag` the half step). PHW_EARG for the number of taps;
 * PHW_ESHORT when n is not above the unknowns or the noise is constant or so short that
 * its channel can't be told; PHW_EINPUT for samples that are not finite; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cancellation_estimate(phw_cancellation *out,
                                                          const phw_cf *y, size_t n,
                                                          const phw_known_noise *noise,
                                                          const float *tag,
                                                          size_t n_taps);

/** out[n] = sum_l h_l w[k - l]: the noise as it arrives, by the estimate. */
PHW_API void phw_cancellation_noise(phw_cf *out, size_t n, const phw_known_noise *noise,
                                    const phw_cancellation *estimate);

/** out[n] = y - c - sum_l h_l w[k - l]: what is left for decoding; out may be y. */
PHW_API void phw_cancellation_subtract(phw_cf *out, const phw_cf *y, size_t n,
                                       const phw_known_noise *noise,
                                       const phw_cancellation *estimate);

/** The cancellation in dB: average powers before and after, then dB. */
PHW_API double phw_cancellation_db(double before, double after);

/** The residual of the formula above: n_taps / n_effective * (tag + variance), with tag
 * = |g|^2 in the first pass and 0 in the second. */
PHW_API double phw_cancellation_residual(double n_taps, double n_effective, double tag,
                                         double variance);

PHW_END_C

#endif

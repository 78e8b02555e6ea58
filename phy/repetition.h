/** @file
 * Where samples repeat: after 16 in the short training field, after 64 in the long one.
 * Works on blocks of 16 samples, so that a result depends on the samples alone and not
 * on how they were handed in.
 */
#ifndef PHW_PHY_REPETITION_H
#define PHW_PHY_REPETITION_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Samples of a block: the period of the short training sequence. */
#define PHW_REPETITION_BLOCK 16
/** Blocks that a window and what it repeats reach back, its last one counted. */
#define PHW_REPETITION_REACH 9

/** After how many samples, and in how long a window. */
typedef enum phw_repetition_lag {
    PHW_REPETITION_SHORT = 0, /**< 16 samples; 128, of the short field's 160 */
    PHW_REPETITION_LONG,      /**< 64 samples; 80, of the long field's last 96 */
    PHW_N_REPETITIONS
} phw_repetition_lag;

/** What is known of each block: arrays of one length, the caller's. The block's mean is
 * taken off first (the short training sequence has none), so that a constant does not
 * look like a repetition. */
typedef struct phw_repetition {
    float *sum_re; /**< sum of x[n], real part */
    float *sum_im;
    float *power;                 /**< sum of |x[n]|^2 without the mean */
    float *re[PHW_N_REPETITIONS]; /**< sum of x[n] conj(x[n - lag]), real part */
    float *im[PHW_N_REPETITIONS];
} phw_repetition;

/** Fills entries [from, to) from the samples of which block 0 starts at *sample; those
 * of the four blocks before `from` are read, as are their sums: from >= 4. */
PHW_API void phw_repetition_correlate(phw_repetition *t, const phw_cf *sample,
                                      size_t from, size_t to);

/** |correlation|^2 over the product of both parts' energies, 0..1 (up to rounding), of
 * the window that ends with block b >= PHW_REPETITION_REACH - 1; 0 where there is no
 * energy. In noise alone it exceeds x with probability (1 - x)^(n - 1) in a window of n
 * samples; in a field at SNR g it is about (g / (1 + g))^2 (Schmidl and Cox, IEEE
 * Trans. Commun. 45 (1997) 1613). */
PHW_API double phw_repetition_metric(const phw_repetition *t, phw_repetition_lag lag,
                                     size_t b);

/** The first block of [from, to) where the metric of either lag is above its threshold;
 * `to` when there is none. from >= PHW_REPETITION_REACH - 1. */
PHW_API size_t phw_repetition_find(const phw_repetition *t, size_t from, size_t to,
                                   const double threshold[PHW_N_REPETITIONS]);

/** The frequency offset that the window ending with block b shows, in cycles a sample,
 * within +-1/32 for the short lag and +-1/128 for the long one. */
PHW_API double phw_repetition_offset(const phw_repetition *t, phw_repetition_lag lag,
                                     size_t b);

PHW_END_C

#endif

/** @file
 * The search for the short training field: samples that repeat after 16. Works on
 * blocks of 16 samples, so that a result depends on the samples alone and not on how
 * they were handed in.
 */
#ifndef PHW_PHY_SHORT_TRAINING_H
#define PHW_PHY_SHORT_TRAINING_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Samples of a block: the period of the short training sequence. */
#define PHW_SHORT_BLOCK 16
/** Blocks of a window, 128 of the field's 160 samples. */
#define PHW_SHORT_WINDOW 8

/** What is known of each block, three arrays. */
typedef struct phw_short_training {
    float *re;    /**< sum of x[n] conj(x[n - 16]) over the block, its real part */
    float *im;    /**< its imaginary part */
    float *power; /**< sum of |x[n]|^2 over the block */
} phw_short_training;

/** Fills entries [from, from + n_blocks) of `t`. Block `from` starts at *sample; the 16
 * samples before it are read too. Each block's mean is taken off first (the short
 * training sequence has none), so that a constant does not look like a repetition. */
PHW_API void phw_short_training_correlate(phw_short_training *t, const phw_cf *sample,
                                          size_t from, size_t n_blocks);

/** |correlation|^2 over the product of both parts' energies, 0..1 (up to rounding), of
 * the window that ends with block b; b >= PHW_SHORT_WINDOW. 0 where there is no energy.
 * In noise alone it exceeds x about once in (1 - x)^-127 windows; with a field at SNR g
 * it is about (g / (1 + g))^2 (Schmidl and Cox, IEEE Trans. Commun. 45 (1997) 1613). */
PHW_API double phw_short_training_metric(const phw_short_training *t, size_t b);

/** The first block of [from, to) whose window's metric is above `threshold`; `to` when
 * there is none. from >= PHW_SHORT_WINDOW. */
PHW_API size_t phw_short_training_find(const phw_short_training *t, size_t from,
                                       size_t to, double threshold);

/** The frequency offset that the window ending with block b shows, in cycles a sample,
 * within +-1/32. */
PHW_API double phw_short_training_offset(const phw_short_training *t, size_t b);

PHW_END_C

#endif

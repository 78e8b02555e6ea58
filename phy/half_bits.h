/** @file
 * From samples to half bits and back: which samples belong to a half bit, their mean
 * (the matched filter of a rectangular chip), their energy, and the waveform of chips.
 *
 * A clock says where half bits lie: half bit k holds the samples from
 * ceil(first + k length) up to those of half bit k + 1; an edge less than 1e-6 after a
 * sample counts as lying on it, so that rounding does not decide. Everything here and
 * in encrypt/ uses this one rule: noise laid on half bits lies on the same samples.
 */
#ifndef PHW_PHY_HALF_BITS_H
#define PHW_PHY_HALF_BITS_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Where half bits lie, in samples; both may have fractions. */
typedef struct phw_half_bit_clock {
    double first;  /**< edge before half bit 0, |first| <= 2^40 */
    double length; /**< samples of a half bit, >= 1 */
} phw_half_bit_clock;

/** The first sample of half bit k (may be negative). */
PHW_API int64_t phw_half_bit_from(const phw_half_bit_clock *clock, int64_t k);

/** The half bit that sample i belongs to. */
PHW_API int64_t phw_half_bit_of(const phw_half_bit_clock *clock, int64_t i);

/** Means out[n_halves] of half bits from .. from + n_halves - 1 of x[n]. PHW_EARG when
 * the clock is out of range, PHW_ESHORT when a half bit is not all inside x. */
PHW_API PHW_MUST_USE phw_status phw_half_bit_means(phw_cf *out, size_t n_halves,
                                                   const phw_cf *x, size_t n,
                                                   const phw_half_bit_clock *clock,
                                                   int64_t from);

/** Energies (sums of |x|^2) in the same way: for receivers that have no phase. */
PHW_API PHW_MUST_USE phw_status phw_half_bit_energies(float *out, size_t n_halves,
                                                      const phw_cf *x, size_t n,
                                                      const phw_half_bit_clock *clock,
                                                      int64_t from);

/** The waveform m[n] of chips: +1 or -1 in the samples of the half bits of
 * chip[n_halves], 0 before and after. PHW_EARG when the clock is out of range. */
PHW_API PHW_MUST_USE phw_status phw_half_bit_waveform(float *out, size_t n,
                                                      const uint8_t *chip,
                                                      size_t n_halves,
                                                      const phw_half_bit_clock *clock);

PHW_END_C

#endif

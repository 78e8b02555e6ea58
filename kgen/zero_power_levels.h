/** @file
 * The device's own signal path: converter readings to one whole number a probe, and
 * those to symbols, with whole-number additions and comparisons.
 *
 * A threshold is an order statistic of the values of a window, found by bisection over
 * the bits of the code, as a successive approximation converter does: no sorting, no
 * histogram, no division, and no memory but the window's values.
 */
#ifndef PHW_KGEN_ZERO_POWER_LEVELS_H
#define PHW_KGEN_ZERO_POWER_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_operations.h"

PHW_BEGIN_C

/** Adds up n readings of one probe, each at most 16 bits; n < 65536. */
PHW_API uint32_t phw_zero_power_measure(phw_zero_power_work *work,
                                        const uint16_t *reading, size_t n);

/** The product of two envelopes of at most 16 bits: one whole-number multiplication.
 */
PHW_API uint32_t phw_zero_power_product(phw_zero_power_work *work, uint32_t direct,
                                        uint32_t reflected);

/** How many windows `n` probes make (the last takes what is left over): n / window, and
 * at least one; all is one window when `window` is 0. */
PHW_API size_t phw_zero_power_windows(size_t n, size_t window);

/** The rank-th smallest (1 is the least) of value[n], each below 2^value_bits. */
PHW_API uint32_t phw_zero_power_order(phw_zero_power_work *work, const uint32_t *value,
                                      size_t n, unsigned value_bits, size_t rank);

/** The ranks between which values near the inner threshold `level` (1 .. 2^n_bits - 1)
 * of a window of n are dropped: (low, high], equal without a guard. */
PHW_API void phw_zero_power_ranks(size_t *low, size_t *high, size_t n, unsigned level,
                                  const phw_zero_power_config *config);

/** Gray-coded symbol[n] and keep[n] (1 or 0) of the values of one window, all of them
 * below 2^value_bits. A value above a threshold is in the higher level, one that equals
 * it in the lower. */
PHW_API void phw_zero_power_label(uint8_t *symbol, uint8_t *keep,
                                  phw_zero_power_work *work, const uint32_t *value,
                                  size_t n, unsigned value_bits,
                                  const phw_zero_power_config *config);

PHW_END_C

#endif

/** @file
 * The alphabet of a sequence of symbols, and the bounds that are taken of its shares.
 */
#ifndef PHW_KGEN_ALPHABET_H
#define PHW_KGEN_ALPHABET_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** PHW_EARG, with the estimator's name, when n_symbols is not in 2 .. most or one of
 * symbol[n] is not below n_symbols. */
PHW_API PHW_MUST_USE phw_status phw_alphabet_check(const uint8_t *symbol, size_t n,
                                                   unsigned n_symbols, unsigned most,
                                                   const char *estimator);

/** -log2 of a share p of n >= 2 symbols raised to its 99 % bound, p + 2.576
 * sqrt(p (1 - p) / (n - 1)); 0 when that is 1 or more. */
PHW_API double phw_alphabet_min_entropy(double p, size_t n);

PHW_END_C

#endif

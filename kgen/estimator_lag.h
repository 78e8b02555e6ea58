/** @file
 * Lag estimate: how well a symbol some steps back tells the next one, at all distances
 * at once. What repeats after a long period has no entropy, and one step shows nothing
 * of it. A relative of SP 800-90B section 6.3.8, whose predictors look back 128 steps.
 */
#ifndef PHW_KGEN_ESTIMATOR_LAG_H
#define PHW_KGEN_ESTIMATOR_LAG_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "lag". Lags 2 .. n / 2 (one step is what "markov" looks at, and the
 * standard's figure for it has no margin). For symbols of up to 4 values a lag is
 * significant when chi-square of the table of pairs (s_i, s_{i + L}), against the
 * shares of the whole sequence, is above its quantile (of independent symbols, in the
 * limit of many) for a false alarm of 1e-6 over all lags together; symbols expected
 * in fewer than 5 pairs with themselves stand apart. For larger alphabets: when the
 * Chernoff bound gives as many repeats (s_i = s_{i + L}) no more than that chance.
 *
 * No significant lag: -log2 of the largest symbol's share, without the margin that
 * "mcv" has, so that independent symbols lose nothing. Else the least of that and, over
 * the 16 significant lags of the strongest dependence, of
 *   -log2(min(1, p + z sqrt(p (1 - p) / (n - L - 1)))),  z = 2.576,
 * p the share of pairs whose second symbol the best rule guesses from the first: any
 * rule up to 4 values (copy, invert, permute), copying above. Correlations are taken in
 * single precision, whose error is far below a standard deviation of a count; the
 * counts of the chosen lags are exact. Time n log n, memory some 60 n bytes; PHW_EARG
 * above 40 million symbols, PHW_ENOMEM. */
extern PHW_API const phw_estimator phw_estimator_lag;

/** The same of symbols that were kept of rows row[n], rising: a lag is of rows, in
 * units of the greatest step that they all are multiples of, because symbols that are
 * dropped here and there make a sequence lose its step with itself. At lags with 32
 * pairs of kept symbols or more; symbols whose partner was dropped count as guessed
 * to be the most frequent. Bits a symbol; errors as above. */
PHW_API PHW_MUST_USE phw_status phw_lag_estimate_rows(double *min_entropy,
                                                      const uint8_t *symbol,
                                                      const size_t *row, size_t n,
                                                      unsigned n_symbols);

PHW_END_C

#endif

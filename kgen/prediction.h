/** @file
 * What a predictor's record says of the min-entropy of the symbols that it predicted.
 */
#ifndef PHW_KGEN_PREDICTION_H
#define PHW_KGEN_PREDICTION_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** How a predictor fared. */
typedef struct phw_prediction {
    size_t n;       /**< symbols that it had the chance to predict, at least 2 */
    size_t correct; /**< that it did */
    size_t run;     /**< the correct ones now, one after the other */
    size_t longest; /**< the longest such run */
} phw_prediction;

/** Counts one prediction, right or wrong, in `correct`, `run` and `longest`. */
static inline void phw_prediction_count(phw_prediction *p, int right)
{
    p->correct += right != 0;
    p->run = right ? p->run + 1 : 0;
    p->longest = p->run > p->longest ? p->run : p->longest;
}

/** Min-entropy, bits a symbol, of an alphabet of n_symbols: -log2 of the largest of
 *   1 / n_symbols,
 *   the share of correct ones with its upper 99 % bound (P'_global), and
 *   the share for which a longest run of r - 1 has probability 0.99 (P_local): with
 *   x = 1 + q p^r x^(r + 1) the root nearest 1 and q = 1 - p,
 *     0.99 = (1 - p x) / ((r + 1 - r x) q) / x^(n + 1)
 *   (Feller, An Introduction to Probability Theory, vol. 1, XIII.7).
 * NIST SP 800-90B (2018), sections 6.3.7 to 6.3.10. */
PHW_API double phw_prediction_entropy(const phw_prediction *p, unsigned n_symbols);

PHW_END_C

#endif

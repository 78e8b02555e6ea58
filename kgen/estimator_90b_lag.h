/** @file
 * Lag prediction estimate, SP 800-90B section 6.3.8.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_LAG_H
#define PHW_KGEN_ESTIMATOR_90B_LAG_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-lag". Predicts the symbol 1 to 128 steps back, by whichever distance
 * predicted best so far. The entry "lag" looks at all distances up to half the sequence
 * and at any rule between the two symbols. PHW_ESHORT for fewer than 3 symbols. */
extern PHW_API const phw_estimator phw_estimator_90b_lag;

PHW_END_C

#endif

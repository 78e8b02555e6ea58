/** @file
 * Multi most common in window estimate, SP 800-90B section 6.3.7.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_MULTI_MCW_H
#define PHW_KGEN_ESTIMATOR_90B_MULTI_MCW_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-multi-mcw". Predicts the most common symbol (of equals the one seen
 * last) of the last 63, 255, 1023 or 4095, by whichever window predicted best so far.
 * PHW_ESHORT for fewer than 4096 symbols. */
extern PHW_API const phw_estimator phw_estimator_90b_multi_mcw;

PHW_END_C

#endif

/** @file
 * Longest repeated substring estimate, SP 800-90B section 6.3.6.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_LRS_H
#define PHW_KGEN_ESTIMATOR_90B_LRS_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-lrs". The chance that two places have the same string, for each
 * length that no string has 35 times but some twice; its root by the length, with its
 * 99 % bound. PHW_ESHORT when there is no such length. */
extern PHW_API const phw_estimator phw_estimator_90b_lrs;

PHW_END_C

#endif

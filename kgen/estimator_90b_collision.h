/** @file
 * Collision estimate, SP 800-90B section 6.3.2.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_COLLISION_H
#define PHW_KGEN_ESTIMATOR_90B_COLLISION_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-collision", for bits. From how long it takes until two bits of a run
 * of fresh ones are equal (2 or 3 steps): its mean, lowered to its 99 % bound, is
 * 2 + 2 p (1 - p) for independent bits of probability p. Pessimistic for few: fair bits
 * get 0.69 of 10^4 and 0.89 of 10^6. PHW_ESHORT for fewer than two such runs. */
extern PHW_API const phw_estimator phw_estimator_90b_collision;

PHW_END_C

#endif

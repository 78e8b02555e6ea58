/** @file
 * t-tuple estimate, SP 800-90B section 6.3.5.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_T_TUPLE_H
#define PHW_KGEN_ESTIMATOR_90B_T_TUPLE_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-t-tuple". The most common string of each length that comes 35 times
 * and more, its share's root by its length, with its 99 % bound. PHW_ESHORT when no
 * symbol comes 35 times. */
extern PHW_API const phw_estimator phw_estimator_90b_t_tuple;

PHW_END_C

#endif

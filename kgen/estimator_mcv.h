/** @file
 * Most common value estimate, SP 800-90B section 6.3.1.
 */
#ifndef PHW_KGEN_ESTIMATOR_MCV_H
#define PHW_KGEN_ESTIMATOR_MCV_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "mcv". */
extern PHW_API const phw_estimator phw_estimator_mcv;

PHW_END_C

#endif

/** @file
 * LZ78Y estimate, SP 800-90B section 6.3.10.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_LZ78Y_H
#define PHW_KGEN_ESTIMATOR_90B_LZ78Y_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-lz78y". Predicts what most often followed any of the strings of the
 * last 16 to 1 symbols, out of a dictionary that holds 65,536. PHW_ESHORT for fewer
 * than 19 symbols; PHW_ENOMEM. */
extern PHW_API const phw_estimator phw_estimator_90b_lz78y;

PHW_END_C

#endif

/** @file
 * Markov estimate, SP 800-90B section 6.3.3, and its form for larger alphabets.
 */
#ifndef PHW_KGEN_ESTIMATOR_MARKOV_H
#define PHW_KGEN_ESTIMATOR_MARKOV_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "markov". */
extern PHW_API const phw_estimator phw_estimator_markov;

PHW_END_C

#endif

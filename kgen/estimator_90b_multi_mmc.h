/** @file
 * Multi Markov model with counting estimate, SP 800-90B section 6.3.9.
 */
#ifndef PHW_KGEN_ESTIMATOR_90B_MULTI_MMC_H
#define PHW_KGEN_ESTIMATOR_90B_MULTI_MMC_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "90b-multi-mmc". Predicts what most often followed the last 1 to 16
 * symbols, by whichever length predicted best so far; each keeps up to 100,000 strings.
 * PHW_ESHORT for fewer than 4 symbols; PHW_ENOMEM. */
extern PHW_API const phw_estimator phw_estimator_90b_multi_mmc;

PHW_END_C

#endif

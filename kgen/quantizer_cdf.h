/** @file
 * One to four Gray-coded bits a sample, at the end's own equal-probability levels.
 */
#ifndef PHW_KGEN_QUANTIZER_CDF_H
#define PHW_KGEN_QUANTIZER_CDF_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "cdf". */
extern PHW_API const phw_quantizer phw_quantizer_cdf;

PHW_END_C

#endif

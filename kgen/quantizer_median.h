/** @file
 * One bit a sample: above or below the end's own median.
 */
#ifndef PHW_KGEN_QUANTIZER_MEDIAN_H
#define PHW_KGEN_QUANTIZER_MEDIAN_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "median". */
extern PHW_API const phw_quantizer phw_quantizer_median;

PHW_END_C

#endif

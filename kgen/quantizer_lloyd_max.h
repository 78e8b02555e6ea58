/** @file
 * One to four bits a sample at the thresholds of least squared error for a normal
 * distribution of the end's own mean and deviation.
 */
#ifndef PHW_KGEN_QUANTIZER_LLOYD_MAX_H
#define PHW_KGEN_QUANTIZER_LLOYD_MAX_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "lloyd-max". */
extern PHW_API const phw_quantizer phw_quantizer_lloyd_max;

PHW_END_C

#endif

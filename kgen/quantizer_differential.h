/** @file
 * One bit of two samples: whether the later one is above or below the earlier.
 */
#ifndef PHW_KGEN_QUANTIZER_DIFFERENTIAL_H
#define PHW_KGEN_QUANTIZER_DIFFERENTIAL_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "differential". */
extern PHW_API const phw_quantizer phw_quantizer_differential;

PHW_END_C

#endif

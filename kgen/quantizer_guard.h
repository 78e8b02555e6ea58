/** @file
 * One bit a sample outside a band around the mean; the others are dropped.
 */
#ifndef PHW_KGEN_QUANTIZER_GUARD_H
#define PHW_KGEN_QUANTIZER_GUARD_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "guard". */
extern PHW_API const phw_quantizer phw_quantizer_guard;

PHW_END_C

#endif

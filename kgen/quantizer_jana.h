/** @file
 * Thresholds of each block's own: one bit outside a band around the block's mean,
 * or equal intervals between its least and greatest value.
 */
#ifndef PHW_KGEN_QUANTIZER_JANA_H
#define PHW_KGEN_QUANTIZER_JANA_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "jana". */
extern PHW_API const phw_quantizer phw_quantizer_jana;

PHW_END_C

#endif

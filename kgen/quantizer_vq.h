/** @file
 * Samples side by side as a vector: the nearest word of a fixed public codebook.
 */
#ifndef PHW_KGEN_QUANTIZER_VQ_H
#define PHW_KGEN_QUANTIZER_VQ_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "vq". */
extern PHW_API const phw_quantizer phw_quantizer_vq;

PHW_END_C

#endif

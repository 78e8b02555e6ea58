/** @file
 * One bit an excursion: a run of samples above or below a band around the mean.
 */
#ifndef PHW_KGEN_QUANTIZER_MATHUR_H
#define PHW_KGEN_QUANTIZER_MATHUR_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "mathur". */
extern PHW_API const phw_quantizer phw_quantizer_mathur;

PHW_END_C

#endif
